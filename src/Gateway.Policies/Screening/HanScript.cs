namespace Gateway.Policies.Screening;

//
//  Traditional and simplified forms
//
//  References:
//
//      通用规范汉字表 (2013), annex 1 - the characters of family names, divisions and labels that differ
//
//  Shape:
//
//      Pairs, traditional first. Only characters that detectors compare: this is not a converter of texts.
//

/// <summary>Brings the two scripts together where detectors compare characters.</summary>
internal static class HanScript
{
    private const string Pairs =
        "陳陈張张黃黄劉刘趙赵吳吴鄭郑馮冯許许韓韩楊杨蔣蒋葉叶蘇苏盧卢羅罗鄧邓鄒邹蕭萧孫孙馬马賀贺龔龚譚谭陸陆範范閻阎"
        + "餘余湯汤錢钱嚴严賴赖龍龙萬万顧顾單单衛卫練练莊庄鄔邬齊齐歐欧陽阳諸诸東东門门長长獨独談谈關关聶聂鍾钟鐘钟邊边"
        + "貝贝賈贾倫伦謝谢藍蓝陰阴勞劳龐庞雲云連连滿满紀纪項项應应溫温喬乔鮑鲍費费畢毕樂乐於于時时計计閔闵強强婁娄顏颜"
        + "駱骆繆缪賁贲鈕钮榮荣儲储烏乌車车宮宫寧宁甯宁欒栾厲厉薊蓟懷怀從从藺蔺鬱郁蒼苍雙双聞闻黨党貢贡酈郦壽寿郟郏農农別别"
        + "習习魚鱼終终國国廣广闕阙師师鞏巩闞阚簡简饒饶養养須须豐丰後后荊荆紅红權权蓋盖號号樓楼棟栋區区縣县鎮镇鄉乡灣湾遼辽"
        + "陝陕貴贵臺台肅肃慶庆園园條条單单層层戶户領领學学試试掛挂電电話话機机證证護护險险據据數数軍军艦舰導导彈弹"
        + "測测繪绘礦矿產产鐵铁稅税僅仅資资訊讯華华漢汉義义";

    private static readonly Dictionary<int, int> Simplified = Read();

    /// <summary>The simplified form of a character, or the character itself.</summary>
    internal static int Simplify(int scalar) =>
        scalar is >= 0x4E00 and <= 0x9FFF && Simplified.TryGetValue(scalar, out var simple) ? simple : scalar;

    private static Dictionary<int, int> Read()
    {
        var table = new Dictionary<int, int>();
        for (var i = 0; i < Pairs.Length; i += 2)
        {
            table[Pairs[i]] = Pairs[i + 1];
        }

        return table;
    }
}
