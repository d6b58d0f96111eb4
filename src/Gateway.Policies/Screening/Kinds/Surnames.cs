using System.Collections.Frozen;

namespace Gateway.Policies.Screening.Kinds;

//
//  Family names
//
//  References:
//
//      wainshine/Chinese-Names-Corpus 47d4af8d (Apache-2.0), family names; romanised forms as Hong Kong and Macao write
//
//  Shape:
//
//      1,018 of one character, 56 of two, simplified; asked for after HanScript.Simplify.
//
internal static class Surnames
{
    private const string One =
        "阿哀艾爱安昂敖熬傲奥巴把白百柏摆拜班邦包宝保鲍暴北贝贲本毕闭碧薜边卞别宾邴伯博薄卜补布步部才采彩菜蔡仓苍藏操曹岑"
        + "查茶柴产昌长苌常畅倡唱钞超晁巢朝潮车沉陈晨谌成呈承程池迟赤敕崇瘳仇丑初除储楮楚褚揣啜传春淳慈次从丛崔催翠寸达笪答"
        + "代戴丹单旦但淡党刀道德邓狄迪邸底第佃刁丁定东冬董懂都钭豆窦堵杜端段敦顿多朵鄂恩尔佴法番藩凡樊范方芳房飞斐费丰风封"
        + "酆冯逢凤奉俸伏扶苻洑浮符福甫府付复傅富盖干甘淦刚皋高杲郜戈格葛庚耿弓公供宫恭龚巩拱贡勾缑苟菇辜古谷顾关官冠管贯光"
        + "广归贵桂呙郭国虢果过哈海寒韩汉杭蒿好郝昊浩禾合何和河荷贺赫黑恒衡弘红宏洪鸿侯后厚候呼忽胡湖虎户扈花华滑化怀淮槐还"
        + "环郇桓宦皇黄辉回会惠火伙霍姬基嵇稽及吉汲戢籍计记纪季继暨冀加佳家嘉郏荚甲贾菅简翦蹇见建剑江姜将蒋降娇焦侥矫徼缴教"
        + "接揭节杰颉解介金晋靳京经荆井景敬靖静酒咎居琚鞠菊句巨具俱剧瞿矍军君俊卡开凯勘堪阚康亢考柯科可克空孔寇库蒯郐匡邝况"
        + "旷奎蒉阔喇来赖兰蓝郎稂朗劳乐勒雷蕾类冷梨黎礼李里理力历厉立丽利励郦栗连莲廉练良梁粱疗寥廖列林吝蔺泠凌零令另刘留柳"
        + "龙隆娄楼卢庐芦炉鲁陆逯鹿禄路闾吕侣律绿栾伦罗洛骆雒麻马买麦满曼毛茅卯茆冒么枚梅美门蒙孟梦弥糜米弭宓秘密苗妙乜闵闽"
        + "敏名明谬缪磨莫墨默牟母木沐牧睦慕穆那纳娜乃南铙能尼倪年念聂宁牛钮农欧鸥偶潘攀盘泮庞逄裴朋彭蓬澎皮骈平蒲濮朴浦普溥"
        + "柒戚漆亓祁齐其奇祈耆綦千钱乾潜羌强乔谯钦秦琴勤青卿清庆丘邱秋求裘区曲屈渠璩全权却阙冉荛饶绕仁任日戎荣容融如茹汝阮"
        + "芮瑞闰润若撒萨赛伞桑森沙山闪陕善商赏上尚韶卲邵绍佘厍申神沈甚慎升生绳圣盛师诗施石时拾史矢士世侍是释守首寿书殳疏舒"
        + "束树帅双水税顺司思斯松宋送苏素宿粟眭睢隋随孙所索锁塔台邰太泰谈郯覃谭潭檀汤唐塘桃陶淘腾滕藤提遆天田铁帖通仝同佟童"
        + "徒涂屠脱陀庹拓完宛万汪王旺望危威巍韦伟隗卫未位尉蔚魏温文闻问翁瓮沃乌邬巫无毋吴吾仵伍武兀西希郗奚息溪习席袭洗喜郄"
        + "霞夏厦仙先鲜贤咸冼线相香湘向项象宵萧潇箫晓孝肖校谢忻辛莘信兴星刑行邢幸雄熊修胥须顼徐许绪续轩宣禤玄薛学雪寻荀牙雅"
        + "焉鄢延闫严言岩阎颜彦宴晏艳燕扬羊阳杨洋仰养样幺尧姚药要冶野业叶伊衣依仪夷宜怡乙蚁义弋易奕羿益裔翼阴殷银尹印应英盈"
        + "营雍永勇尤由犹油游友有迂于余於鱼俞虞宇羽禹庾玉吁郁喻遇誉毓元员原袁源远苑院月岳悦越云允运恽宰载昝臧迮曽曾增甑翟粘"
        + "詹斩展占战湛张章仉掌钊招兆赵肇折真甄阵镇征正郑政支职植只治郅智中忠钟衷种仲周皱朱邾珠诸竹竺主祝庄壮卓禚资子紫訾字"
        + "自宗纵邹俎祖左佐爨甯";

    private const string Two =
        "欧阳颛孙太史独孤纳兰殴阳长孙司空冷狐万俟百里钟离西门亓官拓跋巫马闾丘司寇南门乐正段干左丘公西上官诸葛皇甫司徒申屠"
        + "司马尉迟端木夏侯慕容令狐呼延刘付宇文轩辕太叔公孙澹台夏候宗政赫连公冶仲孙完颜淳于东方濮阳闻人鲜于公羊第五南宫刘傅";

    private const string Romanised =
        "AU AU-YEUNG CHAN CHANG CHAU CHENG CHEUNG CHEN CHIANG CHIN CHING CHIU CHO CHOI CHOW CHOY CHU CHUI CHUNG FAN FOK"
        + " FONG FU FUNG GU HA HO HON HSU HU HUANG HUI HUNG IP JIANG KAM KAN KO KONG KOO KU KUNG KUOK KWAN KWOK KWONG LAI"
        + " LAM LAU LAW LEE LEI LEONG LEUNG LI LIANG LIN LIU LO LOK LUI LUK LUM LUN MA MAK MAN MO MOK MUI MUK NG NGAI NGAN"
        + " NIP OU PANG POON PUN SHAM SHEK SHUM SIN SIT SIU SO SUEN SUN SZE SZETO TAI TAM TAN TANG TAO TIN TO TONG TSAI"
        + " TSANG TSE TSO TSOI TSUI TUNG U VONG WAI WAN WANG WONG WOO WU XIE XU YANG YAU YEUNG YEUNG YICK YIM YIN YING YIP"
        + " YIU YU YUAN YUE YUEN YUNG ZENG ZHANG ZHAO ZHENG ZHOU ZHU";

    private static readonly FrozenSet<char> Single = One.ToFrozenSet();

    private static readonly FrozenSet<string> Double = Enumerable.Range(0, Two.Length / 2)
        .Select(i => Two.Substring(i * 2, 2))
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Latin = Romanised.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Doubles =
        Double.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Latins =
        Latin.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>How many characters of the beginning are a family name: 2, 1 or 0. Simplified characters.</summary>
    internal static int LengthOf(ReadOnlySpan<char> name) =>
        name.Length > 2 && Doubles.Contains(name[..2]) ? 2 : !name.IsEmpty && Single.Contains(name[0]) ? 1 : 0;

    /// <summary>Whether this word in capitals is one as it is romanised.</summary>
    internal static bool IsRomanised(ReadOnlySpan<char> word) => Latins.Contains(word);
}
