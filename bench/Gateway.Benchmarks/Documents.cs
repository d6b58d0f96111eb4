using System.Globalization;
using System.Text;

namespace Gateway.Benchmarks;

/// <summary>Made-up documents, the same bytes each time.</summary>
internal static class Documents
{
    private const int Size = 64 * 1024;

    /// <summary>Patients as a hospital sends them: names, numbers, dates, Chinese and English text.</summary>
    internal static byte[] Patients(int size = Size) => Json(size, i => $$$"""
        {"fullUrl":"urn:uuid:{{{UuidOf(i)}}}","resource":{"resourceType":"Patient",
        "id":"pat-{{{100000 + i}}}","active":true,
        "identifier":[{"use":"official","system":"urn:oid:2.16.156.10011.1.3","value":"31018219920825057X"}],
        "name":[{"use":"official","text":"吴敏明","family":"Wu","given":["Min","Ming"]}],
        "telecom":[{"system":"phone","value":"+86 13901308080"},
        {"system":"email","value":"user{{{i}}}@example.com.cn"}],
        "gender":"female","birthDate":"1992-08-25","account":{"card":"6222034046686608","balance":565156.{{{i % 90}}}},
        "note":"患者自述近两周出现轻度头晕，血压控制尚可，建议继续服药并按时复诊。"}}
        """);

    /// <summary>Amounts, times, codes: many digits and nothing of a person.</summary>
    internal static byte[] Digits() => Json(i => $$"""
        {"id":"{{88420000 + (i * 7)}}","amount":{{i * 97 % 1000000}}.{{10 + (i % 90)}},
        "when":"2026-09-1{{i % 9}}T08:15:00Z",
        "code":"{{1000 + (i % 9000)}}-{{i % 10}}","ref":"A{{4211000000 + i}}"}
        """);

    /// <summary>Words only.</summary>
    internal static byte[] Clean() => Json(_ => """
        {"title":"patient tolerates medication well and is to come again","kind":"summary",
        "note":"Follow-up scheduled for the next season, no further steps","state":"final"}
        """);

    /// <summary>Chinese prose with its own punctuation and now and then a number.</summary>
    internal static byte[] Chinese() => Json(i => $$"""
        {"note":"患者自述近两周出现轻度头晕，血压控制尚可，建议继续服药并按时复诊。第{{i % 9}}次随访未见异常，","state":"随访"}
        """);

    private static byte[] Json(Func<int, string> entry) => Json(Size, entry);

    private static byte[] Json(int size, Func<int, string> entry)
    {
        var text = new StringBuilder("{\"entry\":[");
        for (var i = 0; text.Length < size; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(entry(i).ReplaceLineEndings(""));
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private static string UuidOf(int number) => string.Create(
        CultureInfo.InvariantCulture, $"{67651022 + number:D8}-9763-4218-a884-{280798136025 + number:D12}");
}
