namespace Gateway.Policies.Screening;

//
//  Traditional and simplified forms
//
//  References:
//
//      通用规范汉字表 (2013), annex 1 - characters of family names, divisions, labels and common words that differ
//
//  Shape:
//
//      Pairs, traditional first. Where one simplified character stands for several, all of them lead to it; what is not
//      listed is compared as it is written, so a list of words should hold both scripts of rare ones.
//

/// <summary>Brings the two scripts together where detectors compare characters.</summary>
internal static class HanScript
{
    private const string Pairs =
        "陳陈張张黃黄劉刘趙赵吳吴鄭郑馮冯許许韓韩楊杨蔣蒋葉叶蘇苏盧卢羅罗鄧邓鄒邹蕭萧孫孙馬马賀贺龔龚譚谭陸陆範范閻阎餘余"
        + "湯汤錢钱嚴严賴赖龍龙萬万顧顾單单衛卫練练莊庄鄔邬齊齐歐欧陽阳諸诸東东門门長长獨独談谈關关聶聂鍾钟鐘钟邊边貝贝賈贾"
        + "倫伦謝谢藍蓝陰阴勞劳龐庞雲云連连滿满紀纪項项應应溫温喬乔鮑鲍費费畢毕樂乐於于時时計计閔闵強强婁娄顏颜駱骆繆缪賁贲"
        + "鈕钮榮荣儲储烏乌車车宮宫寧宁甯宁欒栾厲厉薊蓟懷怀從从藺蔺鬱郁蒼苍雙双聞闻黨党貢贡酈郦壽寿郟郏農农別别習习魚鱼終终"
        + "國国廣广闕阙師师鞏巩闞阚簡简饒饶養养須须豐丰後后荊荆紅红權权蓋盖號号樓楼棟栋區区縣县鎮镇鄉乡灣湾遼辽陝陕貴贵臺台"
        + "肅肃慶庆園园條条層层戶户領领學学試试掛挂電电話话機机證证護护險险據据數数軍军艦舰導导彈弹測测繪绘礦矿產产鐵铁稅税"
        + "僅仅資资訊讯華华漢汉義义圖图書书會会濟济業业務务報报價价幣币銀银畫画體体辦办發发動动態态環环廠厂醫医藥药療疗驗验"
        + "檢检樣样標标準准統统總总額额帳帐賬账債债貸贷匯汇財财庫库運运輸输鋼钢鋁铝銅铜鋰锂氣气網网絡络線线無无達达飛飞槍枪"
        + "砲炮戰战爭争隊队營营團团設设備备佈布陣阵鍵键礎础壩坝橋桥遺遗傳传種种質质細细選选舉举輿舆論论檔档圍围繳缴納纳積积"
        + "點点億亿實实際际進进糧粮獸兽漁渔鹽盐蘭兰聲声紋纹臉脸識识碼码類类級级構构組组織织員员職职責责決决議议參参謀谋績绩"
        + "對对開开與与為为個个來来間间說说語语認认讓让請请課课調调讀读變变豬猪貓猫轉转輛辆輪轮遠远適适還还鄰邻釋释鑰钥鎖锁"
        + "錄录鏈链閉闭閱阅隨随雜杂離离難难靜静順顺預预頭头頻频題题顯显風风飯饭駐驻驅驱髮发鳥鸟鴨鸭麥麦齡龄齒齿廳厅廢废復复"
        + "愛爱慮虑憶忆戲戏擊击擴扩敵敌斷断暫暂術术樹树歲岁歷历殘残滅灭溝沟濕湿災灾爐炉牆墙獎奖異异當当盤盘監监禮礼稱称穩稳"
        + "競竞筆笔節节築筑糾纠紙纸約约結结給给維维綠绿緊紧編编縮缩繼继續续聯联腦脑臟脏舊旧藝艺處处蟲虫補补裝装製制複复規规"
        + "視视覺觉觀观觸触訂订訓训記记訪访評评詢询該该詳详誤误諮咨譯译貨货購购貿贸賣卖賠赔贈赠趕赶跡迹蹤踪軌轨軟软較较載载"
        + "輕轻辭辞遞递遷迁遲迟郵邮針针鈔钞銷销鋪铺錯错鍋锅鏡镜鑽钻閃闪閘闸階阶隱隐響响頁页顆颗願愿飲饮館馆驚惊鬥斗鮮鲜鹼碱"
        + "麗丽籲吁禦御徵征衝冲佔占係系傷伤僱雇優优內内兩两冊册凍冻劃划劇剧劑剂勢势勝胜勵励勳勋協协問问啟启喪丧喚唤嘗尝嚇吓"
        + "執执場场塊块墊垫壓压壞坏夠够夢梦奪夺奮奋婦妇媽妈寶宝審审寫写將将專专尋寻屆届屬属島岛嶺岭巖岩帥帅帶带幫帮幹干幾几"
        + "廟庙彙汇徑径徹彻憑凭懸悬懲惩戀恋撥拨擁拥擇择擔担擬拟攝摄攜携敗败暢畅曆历曉晓曬晒朧胧棄弃楓枫極极槳桨橫横檯台櫃柜"
        + "歸归毀毁毆殴氫氢汙污沒没況况淚泪淨净淺浅減减渦涡滲渗漲涨潔洁潤润澤泽濃浓瀏浏煙烟煉炼熱热燈灯燒烧爾尔牽牵犧牺狀状"
        + "獄狱獲获現现琺珐瑪玛璽玺畝亩瘋疯癥症盜盗眾众睏困磚砖祕秘禍祸窮穷竊窃筍笋籤签簽签糞粪紡纺純纯紛纷絕绝絲丝綜综綱纲"
        + "緣缘緩缓緬缅縫缝縱纵罰罚罷罢聖圣聰聪腎肾腫肿腳脚膚肤膽胆臨临興兴艙舱莖茎葷荤蔔卜薦荐藉借蘋苹虛虚蝦虾衆众裏里裡里"
        + "襲袭覈核覽览訴诉診诊詐诈詞词誌志誠诚誰谁諾诺謙谦講讲謠谣譽誉豎竖貧贫販贩貪贪貫贯貼贴賓宾賞赏賦赋賺赚賽赛贏赢贓赃"
        + "躍跃軸轴輔辅輝辉輯辑轄辖辯辩遊游遙遥醜丑釀酿鈣钙鈾铀銜衔銳锐鋒锋鋸锯錦锦鍊炼鏟铲閥阀闊阔闡阐隕陨雞鸡霧雾靈灵韌韧"
        + "韻韵頂顶頒颁頓顿頸颈颱台飼饲餓饿騎骑騙骗騰腾驟骤骯肮鬆松鬧闹魯鲁鯨鲸鴻鸿鵝鹅鷹鹰麵面黴霉齋斋龜龟";

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
