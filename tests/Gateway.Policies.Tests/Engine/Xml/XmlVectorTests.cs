using System.Xml;
using System.Xml.Linq;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Tests.Engine.Xml;

public sealed class XmlVectorTests
{
    private static readonly XName Signature = (XNamespace)"http://www.w3.org/2000/09/xmldsig#" + "Signature";

    // Of payments, statements and their headers: what a bank may send on, replace, and never send.
    private static readonly (SlowOp Op, string[] Names)[] Payments =
    [
        (SlowOp.Constant, ["Nm", "IBAN", "Id", "AnyBIC", "BICFI", "BIC"]),
        (SlowOp.Drop, ["PstlAdr", "RmtInf", "SplmtryData", "CtctDtls"]),
        (SlowOp.Keep, [
            "MsgId", "CreDtTm", "CreDt", "NbOfTxs", "CtrlSum", "PmtMtd", "EndToEndId", "InstrId", "TxId", "InstdAmt",
            "IntrBkSttlmAmt", "Amt", "@Ccy", "Ccy", "Cd", "Prtry", "AddtlInf", "BizMsgIdr", "MsgDefIdr", "Dt", "Sts",
            "cdtprVersion", "@Prtry",
        ]),
    ];

    // Of clinical documents: codes and times, no person, no prose.
    private static readonly (SlowOp Op, string[] Names)[] Clinical =
    [
        (SlowOp.Constant, ["given", "family", "@extension"]),
        (SlowOp.Drop, ["text", "addr", "telecom", "birthTime", "nonXMLBody"]),
        (SlowOp.Keep, ["@code", "@codeSystem", "@root", "@value", "@unit", "@classCode", "@moodCode", "title"]),
    ];

    public static TheoryData<string> Files =>
        [.. Folder("iso20022").Concat(Folder("cda")).Select(file => Path.GetRelativePath(Vectors.Folder("."), file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Nothing_unlisted_leaves_a_published_document(string file)
    {
        var body = File.ReadAllText(Path.Combine(Vectors.Folder("."), file));
        var document = XElement.Parse(body, LoadOptions.PreserveWhitespace);
        var rules = Rules(document, file.StartsWith("cda", StringComparison.Ordinal) ? Clinical : Payments);
        var spaces = document.DescendantsAndSelf().Select(element => element.Name.NamespaceName).Distinct().ToArray();
        var desk = new Desk
        {
            Format = BodyFormat.Xml,
            Signature = SignatureRule.Remove,
            Namespaces = spaces.Select((space, i) => (space, i)).Where(pair => pair.space.Length > 0)
                .ToDictionary(pair => $"n{pair.i}", pair => pair.space),
        };
        foreach (var rule in rules)
        {
            desk.Rule("$" + string.Concat(rule.Steps.Select(step => Spell(step, spaces))), Action(rule.Op));
        }

        var output = desk.Pass(body);
        RemoveSignatures(document);
        var expected = new SlowXml(rules).Decide(document)!;
        Assert.Equal(
            SlowXml.Canonical(expected),
            SlowXml.Canonical(XElement.Parse(output, LoadOptions.PreserveWhitespace)));
        Assert.True(expected.Descendants().Count() > 2, "the category lets something out");
        CheckReader(output);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Keeping_everything_keeps_every_name_and_text(string file)
    {
        var body = File.ReadAllText(Path.Combine(Vectors.Folder("."), file));
        var document = XElement.Parse(body, LoadOptions.PreserveWhitespace);
        RemoveSignatures(document);
        var output = new Desk { Format = BodyFormat.Xml, Signature = SignatureRule.Remove }
            .Rule("$", Desk.Deep).Pass(body, out var report);
        var expected = new SlowXml([new SlowRule([$"{document.Name}"], SlowOp.Deep)]).Decide(document)!;
        Assert.Equal(
            SlowXml.Canonical(expected),
            SlowXml.Canonical(XElement.Parse(output, LoadOptions.PreserveWhitespace)));
        Assert.Equal((1, 1), (report.Records.In, report.Records.Out));
    }

    // With the layout around them: an element that held nothing else is empty then.
    private static void RemoveSignatures(XElement document)
    {
        foreach (var signature in document.Descendants(Signature).ToArray())
        {
            var holder = signature.Parent!;
            signature.Remove();
            if (!holder.HasElements && string.IsNullOrWhiteSpace(holder.Value))
            {
                holder.RemoveNodes();
            }
        }
    }

    private static string[] Folder(string name) =>
        [.. Directory.GetFiles(Path.Combine(Vectors.Folder("."), name), "*.xml").Order(StringComparer.Ordinal)];

    // One rule for each name in each of the document's namespaces, where it is not an element that holds others.
    private static SlowRule[] Rules(XElement document, (SlowOp Op, string[] Names)[] catalogue)
    {
        var elements = document.DescendantsAndSelf().ToLookup(element => element.Name);
        var spaces = elements.Select(group => group.Key.Namespace).Distinct().ToArray();
        return
        [
            .. from line in catalogue
               from name in line.Names
               from space in name.StartsWith('@') ? [XNamespace.None] : spaces
               let full = space + name.TrimStart('@')
               where line.Op != SlowOp.Keep || name.StartsWith('@') || !elements[full].Any(one => one.HasElements)
               select new SlowRule([(name.StartsWith('@') ? "..@" : "..") + full], line.Op),
        ];
    }

    private static string Spell(string step, string[] spaces)
    {
        var end = step.IndexOf('}', StringComparison.Ordinal);
        return end < 0
            ? step
            : $"..n{Array.IndexOf(spaces, step[(step.IndexOf('{', StringComparison.Ordinal) + 1)..end])}:{step[(end + 1)..]}";
    }

    private static FieldAction Action(SlowOp op) => op switch
    {
        SlowOp.Keep => Desk.Keep,
        SlowOp.Drop => Desk.Drop,
        _ => Desk.Constant("constant"),
    };

    private static void CheckReader(string output)
    {
        using var reader = XmlReader.Create(new StringReader(output));
        while (reader.Read())
        {
            Assert.NotEqual(XmlNodeType.Comment, reader.NodeType);
            Assert.NotEqual(XmlNodeType.ProcessingInstruction, reader.NodeType);
        }
    }
}
