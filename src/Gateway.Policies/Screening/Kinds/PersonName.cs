using System.Collections.Frozen;

namespace Gateway.Policies.Screening.Kinds;

//
//  Name of a person
//
//  References:
//
//      Surnames; GB/T 28039 - romanised forms
//
//  Shape:
//
//      A family name of one character and one or two more, of two and one to three more; names with '·' of two parts and
//      more; romanised, a family name first or last and every word with a capital. Two or three characters are as often
//      a word as a name, so a label, a title or the field's own name must say that it is one.
//
internal static class PersonName
{
    internal const double TitleScore = 0.6;
    internal const double LabelScore = 0.75;
    internal const int MaxLength = 24;

    private static readonly FrozenSet<string> Words = (
        "高血压 高血糖 高血脂 高脂血 高尿酸 高中 高级 高层 黄疸 黄金 白内障 白癜风 安全 安装 常规 成功 成人 程序 程度 经济 经理 经营 周期 时间 时期 方案"
        + " 方法 方便 方式 关节炎 关系 管理 管理员 广告 广场 国际 国家 公司 公开 公共 和平 红外 计划 计算机 金额 金融 金属 康复 空调 空间 连锁 路由器 路线 马达"
        + " 毛利 毛利率 农业 平安 平台 平均 全部 全国 权限 任务 任何 商品 商业 生产 石油 施工 水平 水电 司机 宿舍 通知 通用 万元 文件 文化 温度 项目 向导 新闻 行政"
        + " 许可 应用 应收 游戏 元件 云服务 支付 支持 钟表 周末 祝福 庄园 左右 单位 单价 单号 房屋 房产 车辆 车间 费用 都市 明细 明天 强度 容量 师范 双方 同意 单据"
        + " 于此 有限 有效 无 查询 查看 相关 相机 段落 居民 居住 步骤 步行 党员 后台 后续 海关 海外 江南 江苏 冷库 冷却 连接 练习 门诊 门店 米饭 能源 年度 年龄 牛奶 农村")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for ideographs (simplified) that are built as a name is and are not a common word.</summary>
    internal static bool IsChinese(ReadOnlySpan<char> name)
    {
        var surname = name.Length is >= 2 and <= 5 ? Surnames.LengthOf(name) : 0;
        return surname > 0 && name.Length - surname >= 1 && name.Length - surname <= surname + 1
            && !Lookup.Contains(name) && !Lookup.Contains(name[..2]);
    }

    /// <summary>True for two to four words with capitals, the first or last of them a family name.</summary>
    internal static bool IsRomanised(ReadOnlySpan<char> name)
    {
        Span<char> upper = stackalloc char[MaxLength * 2];
        if (name.Length is < 4 or > (MaxLength * 2))
        {
            return false;
        }

        var (words, isNamed, last) = (0, false, false);
        foreach (var range in name.SplitAny(' ', ','))
        {
            var word = name[range];
            if (word.IsEmpty)
            {
                continue;
            }

            if (!char.IsAsciiLetterUpper(word[0]) || word.Trim('-').Length != word.Length)
            {
                return false;
            }

            word.ToUpperInvariant(upper);
            last = Surnames.IsRomanised(upper[..word.Length]);
            isNamed |= words == 0 && last;
            words++;
        }

        return words is >= 2 and <= 4 && (isNamed || last);
    }
}
