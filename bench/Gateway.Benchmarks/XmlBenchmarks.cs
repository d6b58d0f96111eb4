using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;
using BenchmarkDotNet.Attributes;
using Gateway.Policies.Bundle;
using Gateway.Policies.Transforms;

namespace Gateway.Benchmarks;

/// <summary>The engine on payments of 64 KiB, against the platform's reader over the same bytes.</summary>
public class XmlBenchmarks
{
    private const int Wanted = 64 * 1024;

    private const string Rules = """
        bundle: { name: bench, version: 1, issued: 2026-11-01T00:00:00Z, expires: 2027-02-01T00:00:00Z }
        categories:
          - id: BK.pain
            version: 1
            title: { en: Payments }
            grade: general
            format: xml
            namespaces: { p: "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09" }
            unlisted: drop
            screen: []
            fields:

        """;

    private const string Tx = "$.p:Document.p:CstmrCdtTrfInitn.p:PmtInf.p:CdtTrfTxInf";

    private readonly byte[] _body = Payments();
    private readonly ArrayBufferWriter<byte> _output = new(1024 * 1024);
    private readonly CategoryEngine _deep = Compile("      - { path: \"$\", do: keep, deep: true }\n");

    private readonly CategoryEngine _rules = Compile($$"""
              - { path: "{{Tx}}.p:PmtId.p:EndToEndId", do: keep }
              - { path: "{{Tx}}.p:Amt.p:InstdAmt", do: keep }
              - { path: "{{Tx}}.p:Amt.p:InstdAmt@Ccy", do: keep }
              - { path: "{{Tx}}.p:CdtrAgt.p:FinInstnId.p:BICFI", do: keep }
              - { path: "{{Tx}}.p:Cdtr.p:Nm", do: mask, keepFirst: 1 }
              - { path: "{{Tx}}.p:Cdtr.p:PstlAdr.p:Ctry", do: keep }
              - { path: "{{Tx}}.p:CdtrAcct.p:Id.p:IBAN", do: mask, keepLast: 4 }
              - { path: "{{Tx}}.p:CdtrAcct.p:Id.p:Othr.p:Id", do: mask, keepLast: 4 }

        """);

    internal int Size => _body.Length;

    [Benchmark(Baseline = true)]
    public int Reader()
    {
        var nodes = 0;
        using var reader = XmlReader.Create(new MemoryStream(_body));
        while (reader.Read())
        {
            nodes++;
        }

        return nodes;
    }

    [Benchmark]
    public int KeepDeep() => Pass(_deep);

    [Benchmark]
    public int EightRules() => Pass(_rules);

    private int Pass(CategoryEngine engine)
    {
        _output.ResetWrittenCount();
        _ = engine.Inspect(_body, DateTimeOffset.UnixEpoch).TryPass(out var inspected, out _);
        using (inspected)
        {
            inspected!.Transform(AskVerdicts.AllGo, _output);
        }

        return _output.WrittenCount;
    }

    private static CategoryEngine Compile(string rules)
    {
        var read = BundleReader.Read([new BundleFile("bench.yaml", Encoding.UTF8.GetBytes(Rules + rules))]);
        var category = read.Bundle?.Categories.Values.Single()
            ?? throw new InvalidOperationException(string.Join('\n', read.Faults));
        return CategoryEngine.Compile(category, new NoKeys(), out var faults)
            ?? throw new InvalidOperationException(string.Join('\n', faults));
    }

    private static byte[] Payments()
    {
        var text = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
            <CstmrCdtTrfInitn><GrpHdr><MsgId>M-1</MsgId></GrpHdr><PmtInf>
            """);
        for (var i = 0; text.Length < Wanted; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""

                      <CdtTrfTxInf>
                        <PmtId>
                          <InstrId>INSTR-{i:D8}</InstrId>
                          <EndToEndId>E2E-{i:D8}</EndToEndId>
                        </PmtId>
                        <Amt>
                          <InstdAmt Ccy="CNY">{i * 97 % 100000}.50</InstdAmt>
                        </Amt>
                        <CdtrAgt>
                          <FinInstnId>
                            <BICFI>BKCHCNBJ300</BICFI>
                          </FinInstnId>
                        </CdtrAgt>
                        <Cdtr>
                          <Nm>示例贸易有限公司 &amp; Partners</Nm>
                          <PstlAdr>
                            <Ctry>CN</Ctry>
                            <AdrLine>广州市天河区示例路 {i % 300} 号</AdrLine>
                          </PstlAdr>
                        </Cdtr>
                        <CdtrAcct>
                          <Id>
                            <Othr>
                              <Id>{6222034000000000 + i}</Id>
                            </Othr>
                          </Id>
                        </CdtrAcct>
                        <RmtInf>
                          <Ustrd>Invoice {i:D6}, thank you</Ustrd>
                        </RmtInf>
                      </CdtTrfTxInf>
                """);
        }

        return Encoding.UTF8.GetBytes(text.Append("</PmtInf></CstmrCdtTrfInitn></Document>").ToString());
    }

    private sealed class NoKeys : IFieldKeys
    {
        public bool TryGet(string use, string category, string keyId, out ReadOnlyMemory<byte> key)
        {
            key = default;
            return false;
        }
    }
}
