using System.Globalization;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;

namespace Gateway.Commands.PolicyExplain;

/// <summary>The sentences of <c>policy explain</c>, apart from what actions do.</summary>
internal static class PolicyWords
{
    internal static Titles NothingElse { get; } = new(
        "Nothing else crosses: there is no other route.", "除此之外一律不放行：没有其他路由。", "除此之外一律不放行：沒有其他路由。");

    internal static Titles NoRoute { get; } = new(
        "No route carries it: nothing of it crosses.", "没有路由载有此类数据：一律不放行。", "沒有路由載有此類數據：一律不放行。");

    internal static Titles CarriesNothing { get; } = new("carries nothing", "不携带任何内容", "不載任何內容");

    internal static Titles Crosses { get; } = new(
        "The document would cross, where a route lets it.", "此文件可以放行，前提是路由允许。", "此文件可予放行，前提是路由容許。");

    internal static Titles Bundle(PolicyBundle bundle)
    {
        var version = bundle.Version.ToString(CultureInfo.InvariantCulture);
        return new(
            $"bundle {bundle.Name}, version {version}",
            $"策略包 {bundle.Name}，第 {version} 版",
            $"政策檔案 {bundle.Name}，第 {version} 版");
    }

    internal static Titles Category(Category category)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{category.Id}@{category.Version}");
        var title = category.Title;
        var (hans, hant) = (In(title, Language.SimplifiedChinese), In(title, Language.TraditionalChinese));
        return new($"category {id}: {title.En}", $"数据类别 {id}：{hans}", $"數據類別 {id}：{hant}");
    }

    internal static Titles Grade(Category category)
    {
        var sensitive = category.Sensitive.Count == 0 ? "-" : string.Join(", ", category.Sensitive);
        var grade = category.Grade.Wire();
        var consent = category.Consent.Wire();
        return new(
            $"grade {grade}, sensitive classes {sensitive}, consent {consent}, form {category.Format.Wire()}",
            $"数据级别 {grade}，敏感类别 {sensitive}，同意 {consent}，格式 {category.Format.Wire()}",
            $"數據級別 {grade}，敏感類別 {sensitive}，同意 {consent}，格式 {category.Format.Wire()}");
    }

    internal static Titles Unlisted(UnlistedRule rule) => rule == UnlistedRule.Refuse
        ? new(
            "a member that no rule names refuses the whole message",
            "出现规则未列明的字段时，整份报文被拒绝",
            "出現規則未列明的欄位時，整份訊息被拒絕")
        : new("a member that no rule names is dropped", "规则未列明的字段一律剔除", "規則未列明的欄位一律剔除");

    internal static Titles Screened(Category category)
    {
        if (category.Format == BodyFormat.Multipart)
        {
            var parts = string.Join(", ", category.Parts.Select(part => part.Name is { } name
                ? $"'{name}': {part.Category}" : part.Category.ToString()));
            return new(
                $"each part is decided by a category of its own: {parts}",
                $"各部分按各自的数据类别处理：{parts}",
                $"各部分按各自的數據類別處理：{parts}");
        }

        if (category.Format == BodyFormat.Opaque)
        {
            return category.Opaque.Release
                ? new(
                    "nothing inside is read or screened: a body of its media types leaves as it is",
                    "正文内容不读取、不筛查：类型相符的正文原样放行",
                    "內文不予讀取、篩查：類型相符的內文原樣放行")
                : new(
                    "nothing inside is read or screened: each body waits for a person to decide",
                    "正文内容不读取、不筛查：每份正文均待人工审批",
                    "內文不予讀取、篩查：每份內文均待人手審批");
        }

        if (category.Screen.Count == 0)
        {
            return new(
                "what leaves in clear text is not screened", "以明文放行的值不作筛查", "以明文放行的值不作篩查");
        }

        var kinds = string.Join(", ", category.Screen.Select(kind => kind.Name));
        var found = Finding(category.OnFinding);
        var other = string.Concat(category.FindingOverrides.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal)
            .Select(pair => $", {pair.Key.Name}: {WireNames.FindingRules.NameOf(pair.Value)}"));
        return new(
            $"what leaves in clear text is screened for {kinds}; a finding {found.En}{other}",
            $"以明文放行的值须经筛查：{kinds}；一有发现，{found.ZhHans}{other}",
            $"以明文放行的值須經篩查：{kinds}；一有發現，{found.ZhHant}{other}");
    }

    /// <summary>Null where a release commits to its body as a whole.</summary>
    internal static Titles? Committed(CommitRule rule) => rule switch
    {
        CommitRule.Fields => new(
            "a release commits to each value; one can be shown later with a proof",
            "每次放行对各个值作出承诺，日后可单独出示其中一个值并附证明",
            "每次放行對各個數值作出承諾，日後可單獨出示其中一個數值並附證明"),
        CommitRule.Originals => new(
            "a release commits to each value and keeps what came, for the two custodians together to open",
            "每次放行对各个值作出承诺，并保存原值，须由两名保管人共同打开",
            "每次放行對各個數值作出承諾，並保存原值，須由兩名保管人共同開啟"),
        _ => null,
    };

    internal static Titles Finding(FindingRule rule) => rule switch
    {
        FindingRule.Mask => new("hides the whole value", "即隐去整个值", "即隱去整個值"),
        FindingRule.Hold => new("waits for a person to decide", "即待人工审批", "即待人手審批"),
        _ => new("refuses the message", "即拒绝整份报文", "即拒絕整份訊息"),
    };

    internal static Titles Subjects(Category category)
    {
        var paths = string.Join(", ", category.Subjects.Select(subject => subject.Path));
        return new($"it is about persons: {paths}", $"涉及个人信息主体：{paths}", $"涉及資料當事人：{paths}");
    }

    internal static Titles CarriedBy(IEnumerable<string> routes)
    {
        var list = string.Join(", ", routes);
        return new($"carried by route {list}", $"载于路由 {list}", $"載於路由 {list}");
    }

    internal static Titles Route(RouteDefinition route, Party caller, Party callee)
    {
        var door = $"{string.Join(" ", route.Methods)} {route.Path.Text}";
        return new(
            $"route {route.Id}: {door}; {Named(caller, Language.English)} calls {Named(callee, Language.English)}",
            $"路由 {route.Id}：{door}；"
                + $"{Named(caller, Language.SimplifiedChinese)} 调用 {Named(callee, Language.SimplifiedChinese)}",
            $"路由 {route.Id}：{door}；"
                + $"{Named(caller, Language.TraditionalChinese)} 呼叫 {Named(callee, Language.TraditionalChinese)}");
    }

    internal static Titles Leg(Leg leg) => leg == Policies.Leg.Request
        ? new("request", "去程", "去程")
        : new("response", "回程", "回程");

    internal static Titles Carries(Cargo cargo, Purpose? purpose)
    {
        var title = purpose?.Title;
        var basis = purpose?.Basis.Wire() ?? "-";
        return new(
            $"carries {cargo.Category} for {cargo.Purpose} ({title?.En ?? "-"}; lawful basis {basis})",
            $"携带 {cargo.Category}，处理目的 {cargo.Purpose}（{In(title, Language.SimplifiedChinese)}；合法性基础 {basis}）",
            $"載有 {cargo.Category}，使用目的 {cargo.Purpose}（{In(title, Language.TraditionalChinese)}；合法基礎 {basis}）");
    }

    internal static Titles Permitted(Instrument instrument)
    {
        var name = $"{instrument.Id} ({instrument.Mechanism.Wire()})";
        return new(
            $"now under legal instrument {name}", $"目前依据跨境法律依据 {name}", $"目前依據跨境法律依據 {name}");
    }

    internal static Titles Refused(TurnBack refused) => new(
        $"refused now, {refused.Code.Wire}: {refused.Detail}",
        $"目前拒绝，{refused.Code.Wire}：{refused.Detail}",
        $"目前拒絕，{refused.Code.Wire}：{refused.Detail}");

    internal static Titles Value(RouteParameter parameter)
    {
        var (place, pattern) = (parameter.In.Wire(), parameter.PatternText);
        return new(
            $"beside the body: {place} '{parameter.Name}', as {pattern}, screened by every detector",
            $"正文之外：{place} “{parameter.Name}”，须符合 {pattern}，并经全部检测器筛查",
            $"內文以外：{place}「{parameter.Name}」，須符合 {pattern}，並經所有偵測器篩查");
    }

    internal static Titles Headers(IEnumerable<string> names)
    {
        var list = string.Join(", ", names);
        return new(
            $"beside the answer's body: header fields {list}",
            $"应答正文之外：首部字段 {list}",
            $"回應內文以外：標頭欄位 {list}");
    }

    /// <summary>What decides a place.</summary>
    internal static Titles Why(Ruling ruling, Category category)
    {
        var rule = ruling.Rule is { } decided
            ? string.Create(CultureInfo.InvariantCulture, $"'{decided.Path}' ({decided.Mark.File}:{decided.Mark.Line})")
            : "";
        return ruling.Kind switch
        {
            RulingKind.Rule => new(
                $"decided by {rule}, the first rule that matches",
                $"由首条相符的规则 {rule} 决定",
                $"由首條相符的規則 {rule} 決定"),
            RulingKind.TakenWhole => new(
                $"decided by {rule}, which takes what holds it whole",
                $"由规则 {rule} 决定，该规则整体处理其所在的容器",
                $"由規則 {rule} 決定，該規則整體處理其所在的容器"),
            RulingKind.Shape => new(
                $"refused, field.shape: {rule} meets an object or an array, which it cannot take",
                $"拒绝，field.shape：规则 {rule} 遇到其不能处理的对象或数组",
                $"拒絕，field.shape：規則 {rule} 遇到其不能處理的物件或陣列"),
            RulingKind.OnTheWay => new(
                "rules reach inside of it: an object or array leaves as far as they let something out, "
                    + $"a plain value is {(category.Unlisted == UnlistedRule.Refuse ? "refused" : "dropped")}",
                "有规则深入其内：对象或数组按其内规则放行，单个值"
                    + (category.Unlisted == UnlistedRule.Refuse ? "被拒绝" : "被剔除"),
                "有規則深入其內：物件或陣列按其內規則放行，單一數值"
                    + (category.Unlisted == UnlistedRule.Refuse ? "被拒絕" : "被剔除")),
            _ => category.Unlisted == UnlistedRule.Refuse
                ? new(
                    "no rule names it: refused, field.unlisted",
                    "没有规则列明：拒绝，field.unlisted",
                    "沒有規則列明：拒絕，field.unlisted")
                : new("no rule names it: dropped", "没有规则列明：剔除", "沒有規則列明：剔除"),
        };
    }

    internal static Titles Unless(FieldRule rule)
    {
        var where = string.Join(", ", rule.Where.Select(pair => $"{pair.Key}: {pair.Value}"));
        return new(
            $"but where {where}, by line {rule.Mark.Line} before it",
            $"但 {where} 时，由其前第 {rule.Mark.Line} 行的规则决定",
            $"但 {where} 時，由其前第 {rule.Mark.Line} 行的規則決定");
    }

    /// <summary>Of a kept reference whose id is hashed.</summary>
    internal static Titles Follows(FieldRule ids)
    {
        var rule = string.Create(CultureInfo.InvariantCulture, $"'{ids.Path}' ({ids.Mark.File}:{ids.Mark.Line})");
        return new(
            $"the id in it is hashed as by {rule}",
            $"其中的标识按规则 {rule} 一并哈希",
            $"其中的識別碼按規則 {rule} 一併雜湊");
    }

    internal static Titles Found(Ruling ruling, Category category)
    {
        var kinds = string.Join(", ", ruling.Findings.Select(kind => kind.Name));
        var rule = ruling.Findings.Select(kind => category.FindingOverrides.GetValueOrDefault(kind, category.OnFinding))
            .OrderBy(found => found == FindingRule.Refuse ? 0 : found == FindingRule.Hold ? 1 : 2)
            .First();
        var does = Finding(rule);
        return new(
            $"found {kinds}, which {does.En}", $"发现 {kinds}，{does.ZhHans}", $"發現 {kinds}，{does.ZhHant}");
    }

    internal static string Named(Party party, Language language) =>
        $"{party.Id} ({party.Zone.Wire()}, {party.Name.In(language)})";

    private static string In(Titles? titles, Language language) => titles?.In(language) ?? "-";
}
