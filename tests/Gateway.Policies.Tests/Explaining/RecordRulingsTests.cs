using System.Text;
using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Explaining;
using Gateway.Policies.Screening;
using Gateway.Policies.Tests.Engine;

namespace Gateway.Policies.Tests.Explaining;

/// <summary>Which rule decides each value of lines, of FHIR resources and of HL7 messages.</summary>
public sealed class RecordRulingsTests
{
    private const string Message =
        "MSH|^~\\&|LIS|GZ|||2026||ORU^R01|M-1|P|2.5.1||||||UNICODE UTF-8\r"
        + "PID|1||H42^^^GZ^MR~S1^^^PSB^NI||Wong^Mei||19900307\r"
        + "NK1|1|Chan\rOBX|1|ST|600-7^Culture||13800138000\rOBX|2|ST|600-8||none\\T\\seen\r";

    [Fact]
    public void Lines_are_explained_value_by_value_with_the_number_of_the_line_before_each_place()
    {
        var desk = new Desk { Format = BodyFormat.Ndjson, Screen = [DetectorKind.CnMobile] }
            .Rule("$.phone", Desk.Mask(), ("kind", "home")).Rule("$.phone", Desk.Keep);

        var rulings = Explain(desk, """
            {"phone":"13800138000","kind":"home"}
            {"phone":"13800138000","Wong":{"x":1}}

            """);

        Assert.Equal(
            [("<1>$.phone", "mask"), ("<1>$.<2>", null), ("<2>$.phone", "keep"), ("<2>$.<2>", null)],
            rulings.Select(One));
        Assert.Equal([0, 0, 1, 0], rulings.Select(ruling => ruling.Findings.Count));
    }

    [Fact]
    public void A_line_that_is_not_json_is_named_by_its_own_number_and_not_quoted()
    {
        var desk = new Desk { Format = BodyFormat.Ndjson }.Rule("$.a", Desk.Keep);

        var wrong = Assert.Throws<JsonException>(() => Explain(desk, "{\"a\":1}\n{\"a\":Wong}\n"));

        Assert.Equal(1, wrong.LineNumber);
        Assert.DoesNotContain("W", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_resource_is_explained_by_its_type_wherever_it_stands()
    {
        var desk = Fhir()
            .Rule("Bundle.type", Desk.Keep)
            .Rule("Patient.name.given", Desk.Mask(), ("use", "usual"))
            .Rule("Patient.name.given", Desk.Keep)
            .Rule("Resource.id", Desk.Hash)
            .Rule("Patient.active", Desk.Drop);

        var rulings = Explain(desk, """
            {"entry":[{"fullUrl":"x","resource":{"id":"7","resourceType":"Patient","active":true,
            "name":[{"use":"usual","given":["Mei","Wong"]},{"given":["Ada"]}],"contained":[{"resourceType":"Wong","id":"8"}]}}],
            "type":"collection","resourceType":"Bundle"}
            """);

        const string Patient = "Bundle.entry[0].resource/Patient";
        Assert.Equal(
            [
                ("Bundle.entry[0].<1>", null), ($"{Patient}.id", "hash"), ($"{Patient}.active", "drop"),
                ($"{Patient}.name[0].<1>", null), ($"{Patient}.name[0].given[0]", "mask"),
                ($"{Patient}.name[0].given[1]", "mask"), ($"{Patient}.name[1].given[0]", "keep"),
                ($"{Patient}.contained[0]/<type>.id", "hash"), ("Bundle.type", "keep"),
            ],
            rulings.Select(One));
    }

    [Fact]
    public void What_a_deep_keep_of_a_resource_leaves_behind_is_explained_as_unlisted()
    {
        var desk = Fhir().Rule("Patient.photo.data", Desk.Redact).Rule("Patient", Desk.Deep);

        var rulings = Explain(desk, """
            {"resourceType":"Patient","gender":"male","extension":[{"url":"u"}],"_gender":{"id":"1"},
            "text":{"status":"generated","div":"<div/>"},"photo":[{"title":"t","data":"AAAA"}],
            "contact":[{"text":{"div":"1","x":"2"}}]}
            """);

        Assert.Equal(
            [
                ("Patient.<2>", "keep"), ("Patient.<3>", null), ("Patient.<4>", null), ("Patient.<5>", null),
                ("Patient.photo[0].<1>", "keep"), ("Patient.photo[0].data", "redact"),
                ("Patient.<7>[0].<1>.<1>", null), ("Patient.<7>[0].<1>.<2>", "keep"),
            ],
            rulings.Select(One));
        Assert.Equal(RulingKind.TakenWhole, rulings[0].Kind);
    }

    [Fact]
    public void What_a_deep_keep_leaves_behind_falls_to_the_rule_that_drops_the_resource()
    {
        const string Body = """
            {"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","gender":"male","extension":[{"url":"u"}]}}]}
            """;
        var desk = new Desk { Format = BodyFormat.Fhir, Unlisted = UnlistedRule.Refuse }
            .Rule("Bundle.entry", Desk.Deep).Rule("Patient", Desk.Drop);

        Assert.Equal(
            [("Bundle.entry[0].resource/Patient.<2>", "keep"), ("Bundle.entry[0].resource/Patient.<3>", "drop")],
            Explain(desk, Body).Select(One));
        Assert.DoesNotContain("url\":\"u", desk.Pass(Body), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_reference_names_the_rule_that_hashes_the_id_in_it()
    {
        var category = Fhir().Rule("Patient.id", Desk.Hash).Rule("Observation.subject.reference", Desk.Keep)
            .Rule("Observation.device.reference", Desk.Keep).Category();

        var rulings = Explain(category, """
            {"resourceType":"Observation","subject":{"reference":"Patient/7"},"device":{"reference":"Device/8"}}
            """);

        Assert.Equal([category.Fields[0], null], rulings.Select(ruling => ruling.Follows));
    }

    [Theory]
    [InlineData("Patient", "redact", RulingKind.Shape)]
    [InlineData("Patient.name", "redact", RulingKind.Rule)]
    [InlineData("Patient.name", "mask", RulingKind.Shape)]
    [InlineData("Patient.name.family", "mask", RulingKind.Rule)]
    public void A_rule_that_meets_an_object_takes_it_or_says_that_it_cannot(string path, string action, RulingKind kind)
    {
        // A whole resource is a fault where a bundle is checked; here the walk alone is asked.
        var desk = Fhir().Rule(path, action == "redact" ? Desk.Redact : Desk.Mask());

        var rulings = CategoryRulings.For(desk.Category(), [])!.OfDocument(
            Encoding.UTF8.GetBytes("""{"resourceType":"Patient","name":[{"family":"Wong"}]}"""));

        Assert.Equal(kind, Assert.Single(rulings).Kind);
    }

    [Theory]
    [InlineData("patient-bundle-1.json")]
    [InlineData("patient-bundle-2.json")]
    public void What_is_explained_of_a_published_bundle_is_what_the_engine_does(string file)
    {
        var desk = Fhir()
            .Rule("Resource.id", Desk.Hash)
            .Rule("Bundle.entry.fullUrl", Desk.Keep)
            .Rule("Patient.name", Desk.Redact)
            .Rule("Patient.identifier.value", Desk.Mask(), ("system", "http://hl7.org/fhir/sid/us-ssn"))
            .Rule("Patient.telecom.value", Desk.Mask())
            .Rule("Patient.address", Desk.Drop)
            .Rule("Observation.subject.reference", Desk.Keep)
            .Rule("Observation.code", Desk.Deep)
            .Rule("Patient.maritalStatus", Desk.Deep);
        var body = File.ReadAllBytes(Path.Combine(Vectors.Folder("fhir"), file));

        var rulings = CategoryRulings.For(desk.Category(), [])!.OfDocument(body);
        desk.Pass(body, out var report);

        // The type of each opened resource is kept by no rule, and a kept reference is hashed.
        var kept = rulings.Where(ruling => ruling.Rule?.Action is FieldAction.Keep).ToList();
        var types = Count(body, "\"resourceType\"");
        Assert.Equal(report.Fields.Kept - types, kept.Count(ruling => ruling.Follows is null));
        Assert.Equal(
            report.Fields.Hashed,
            kept.Count(ruling => ruling.Follows is not null) + rulings.Count(ruling => ruling.Rule?.Action is FieldAction.Hash));
        Assert.Equal(report.Fields.Masked, rulings.Count(ruling => ruling.Rule?.Action is FieldAction.Mask));
        Assert.Equal(report.Fields.Redacted, rulings.Count(ruling => ruling.Rule?.Action is FieldAction.Redact));
        Assert.True(report.Fields.Kept > types && report.Fields.Hashed > 0 && report.Fields.Redacted > 0);
    }

    [Fact]
    public void A_message_is_explained_by_segment_field_and_component()
    {
        var desk = new Desk { Format = BodyFormat.Hl7v2, Screen = [DetectorKind.CnMobile] }
            .Rule("MSH-9", Desk.Deep)
            .Rule("PID-3.1", Desk.Hash, ("5", "MR"))
            .Rule("PID-3", Desk.Drop)
            .Rule("PID-5", Desk.Keep)
            .Rule("OBX-3.1", Desk.Keep)
            .Rule("OBX-5", Desk.Keep);

        var rulings = Explain(desk, Message);

        Assert.Equal(
            [
                ("MSH-3", null), ("MSH-4", null), ("MSH-7", null), ("MSH-9.1", "keep"), ("MSH-9.2", "keep"),
                ("MSH-10", null), ("MSH-11", null), ("MSH-12", null),
                ("PID-1", null), ("PID-3[1].1", "hash"), ("PID-3[1].4", "drop"), ("PID-3[1].5", "drop"),
                ("PID-3[2].1", "drop"), ("PID-3[2].4", "drop"), ("PID-3[2].5", "drop"), ("PID-5", "keep"), ("PID-7", null),
                ("<3>-1", null), ("<3>-2", null),
                ("OBX[1]-1", null), ("OBX[1]-2", null), ("OBX[1]-3.1", "keep"), ("OBX[1]-3.2", null), ("OBX[1]-5", "keep"),
                ("OBX[2]-1", null), ("OBX[2]-2", null), ("OBX[2]-3", "keep"), ("OBX[2]-5", "keep"),
            ],
            rulings.Select(One));
        Assert.Equal(["PID-5"], rulings.Where(ruling => ruling.Kind == RulingKind.Shape).Select(ruling => ruling.Place));
        Assert.Equal(["OBX[1]-5"], rulings.Where(ruling => ruling.Findings.Count > 0).Select(ruling => ruling.Place));
    }

    [Theory]
    [InlineData(BodyFormat.Fhir, "{\"resourceType\":\"patient\",\"id\":\"1\"}")]
    [InlineData(BodyFormat.Hl7v2, "MSH|^~\\&|A\rpid|1\r")]
    public void Of_what_is_not_of_its_format_nothing_is_explained(BodyFormat format, string body) =>
        Assert.Empty(Explain(new Desk { Format = format }, body));

    [Fact]
    public void What_a_shortened_text_still_shows_is_named()
    {
        var desk = new Desk { Screen = [DetectorKind.CnMobile] }
            .Rule("$.a", new FieldAction.Truncate(11)).Rule("$.b", new FieldAction.Truncate(10));

        var rulings = Explain(desk, """{"a":"13800138000 at work","b":"13800138000 at work"}""");

        Assert.Equal([1, 0], rulings.Select(ruling => ruling.Findings.Count));
    }

    private static Desk Fhir() => new() { Format = BodyFormat.Fhir };

    private static (string Place, string? Action) One(Ruling ruling) => (ruling.Place, ruling.Rule?.Action.Name);

    private static long Count(byte[] body, string text) =>
        Encoding.UTF8.GetString(body).Split(text, StringSplitOptions.None).Length - 1;

    private static IReadOnlyList<Ruling> Explain(Desk desk, string body) => Explain(desk.Category(), body);

    private static IReadOnlyList<Ruling> Explain(Category category, string body) =>
        CategoryRulings.For(category, [])!.OfDocument(Encoding.UTF8.GetBytes(body));
}
