namespace Gateway.Policies.Tests.Screening;

public sealed class KindTests
{
    // What a reader would quote, and in which words.
    private static readonly (string Text, string[] Expected)[] Texts =
    [
        ("GB82WEST12345698765432", ["iban GB82WEST12345698765432"]),
        ("IBAN: GB82 WEST 1234 5698 7654 32", ["iban GB82 WEST 1234 5698 7654 32"]),
        ("gb82 west 1234 5698 7654 32", []),
        ("GB82WEST12345698765433", []),
        ("DE89 3704 0044 0532 0130 00.", ["iban DE89 3704 0044 0532 0130 00"]),
        ("ＧＢ82ＷＥＳＴ12345698765432", ["iban ＧＢ82ＷＥＳＴ12345698765432"]),
        ("GB82&#87;EST12345698765432", ["iban GB82&#87;EST12345698765432"]),
        ("GB82<b>WEST</b>12345698765432", ["iban GB82<b>WEST</b>12345698765432"]),
        ("GB82\u200BWEST\u200B12345698765432", ["iban GB82\u200BWEST\u200B12345698765432"]),
        ("5493001KJTIIGC8Y1R12", ["lei 5493001KJTIIGC8Y1R12"]),
        ("5493001KJTIIGC8Y1R13", []),
        ("91110000600037341L", ["uscc 91110000600037341L"]),
        ("统一社会信用代码９１１１００００６０００３７３４１Ｌ。", ["uscc ９１１１００００６０００３７３４１Ｌ"]),
        ("9111 0000 6000 3734 1L", ["uscc 9111 0000 6000 3734 1L"]),
        ("91110000600037342L", []),
        ("1M8GDM9AXKP042788", ["vin 1M8GDM9AXKP042788"]),
        ("车架号1M8GDM9AXKP042788，", ["vin 1M8GDM9AXKP042788"]),
        ("1M8GDM9A1KP042788", []),
        ("A123456789", ["taiwan-id A123456789"]),
        ("A123456788", []),
        ("1234567(8)", []),
        ("澳門居民身份證 1234567(8)", ["macao-id 1234567(8)"]),
        ("BIR 1/234567/8", ["macao-id 1/234567/8"]),
        ("回乡证 H1234567800", ["home-return-permit H1234567800"]),
        ("回鄉證號碼：M01234567", ["home-return-permit M01234567"]),
        ("H1234567800", []),
        ("通行证 C12345678", ["exit-entry-permit C12345678"]),
        ("往來港澳通行證 CA0000001", ["exit-entry-permit CA0000001"]),
        ("护照号 E12345678", ["passport E12345678"]),
        ("passport: KJ1234567", ["passport KJ1234567"]),
        ("E12345678", []),
        ("身份证 110105491231002", ["prc-id-15 110105491231002"]),
        ("110105491231002", []),
        ("IMEI 490154203237518", ["imei 490154203237518"]),
        ("490154203237518", []),
        ("E123456784CHN8001014M2901018<<<<<<<<<<<<<<04", []),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", ["mrz L898902C36UTO7408122F1204159ZE184226B<<<<<10"]),
        ("L898902C36UTO7408122F1204159ZE184226B&lt;&lt;&lt;&lt;&lt;10", ["mrz L898902C36UTO7408122F1204159ZE184226B&lt;&lt;&lt;&lt;&lt;10"]),
        ("7408122F1204159UTO<<<<<<<<<<<6", ["mrz 7408122F1204159UTO<<<<<<<<<<<6"]),
        ("+852 5123 4567", ["hk-phone +852 5123 4567"]),
        ("＋８５２ 51234567", ["hk-phone ＋８５２ 51234567"]),
        ("00852-61234567", ["hk-phone 00852-61234567"]),
        ("51234567", []),
        ("电话：51234567", ["hk-phone 51234567"]),
        ("電話：5123 4567", ["hk-phone 5123 4567"]),
        ("{\"phone\":\"23456789\",\"amount\":34567890}", ["hk-phone 23456789"]),
        ("<tel>23456789</tel><amt>34567890</amt>", ["hk-phone 23456789"]),
        ("phone 20260101", []),
        ("+853 6612 3456", ["macao-phone +853 6612 3456"]),
        ("澳門電話 66123456", ["macao-phone 66123456"]),
        ("电话 0755-88888888", ["cn-phone 0755-88888888"]),
        ("電話：(0755) 8888 8888", ["cn-phone (0755) 8888 8888"]),
        ("+86 755 8888 8888", ["cn-phone +86 755 8888 8888"]),
        ("0755-88888888", []),
        ("SWIFT code: HSBCHKHHHKH", ["bic HSBCHKHHHKH"]),
        ("BIC：BKCHCNBJ", ["bic BKCHCNBJ"]),
        ("THE QUICK BROWN HSBCHKHH", []),
        ("粤B12345", ["plate 粤B12345"]),
        ("粤BD12345", ["plate 粤BD12345"]),
        ("粤B12345D", ["plate 粤B12345D"]),
        ("粵Z1234港", ["plate 粵Z1234港"]),
        ("粤Z·F123港", ["plate 粤Z·F123港"]),
        ("京A1234警", ["plate 京A1234警"]),
        ("WJ京12345", ["plate WJ京12345"]),
        ("使014578", ["plate 使014578"]),
        ("192.168.100.200", ["ip 192.168.100.200"]),
        ("version 10.0.190.41", []),
        ("1.2.3.4", []),
        ("ip 1.2.3.4", ["ip 1.2.3.4"]),
        ("1.2.840.113619", []),
        ("2001:db8::8a2e:370:7334", ["ip 2001:db8::8a2e:370:7334"]),
        ("10:11:12", []),
        ("00:1a:2B:3c:4D:5e", ["mac 00:1a:2B:3c:4D:5e"]),
        ("00-1A-2B-3C-4D-5E", ["mac 00-1A-2B-3C-4D-5E"]),
        ("26-08-01-10-11-12", []),
        ("坐标 39.9042, 116.4074", ["coordinates 39.9042, 116.4074"]),
        ("39.9042, 116.4074", []),
        ("上海市浦东新区世纪大道101号12栋214室", ["cn-address 上海市浦东新区世纪大道101号12栋214室"]),
        ("住址：廣東省深圳市南山區科技園路365號5棟1746室。", ["cn-address 廣東省深圳市南山區科技園路365號5棟1746室"]),
        ("九龍彌敦道123號5樓A室", ["cn-address 九龍彌敦道123號5樓A室"]),
        ("地铁3号线换2号线", []),
        ("中山路12号", []),
        ("姓名：张三", ["cn-name 张三"]),
        ("姓名：欧阳修文，男", ["cn-name 欧阳修文"]),
        ("收款人：陳大文", ["cn-name 陳大文"]),
        ("{\"name\": \"张三\"}", ["cn-name 张三"]),
        ("{\"productName\": \"黄山松\"}", []),
        ("请联系李小明先生。", ["cn-name 李小明"]),
        ("诊断：高血压", []),
        ("病历号：ZY00123456", ["medical-record ZY00123456"]),
        ("MRN: 00123456", ["medical-record 00123456"]),
        ("居民健康卡号 A1234567890", ["health-card A1234567890"]),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
            ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"]),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n",
            ["private-key -----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"]),
    ];

    [Fact]
    public void Each_kind_is_found_where_its_check_or_its_words_say_so()
    {
        var wrong = new List<string>();
        foreach (var (text, expected) in Texts)
        {
            var found = Found.Quoted(text).ToList();
            if (!found.SequenceEqual(expected))
            {
                wrong.Add($"{text}: [{string.Join(" | ", found)}], not [{string.Join(" | ", expected)}]");
            }
        }

        Assert.Equal("", string.Join('\n', wrong));
    }
}
