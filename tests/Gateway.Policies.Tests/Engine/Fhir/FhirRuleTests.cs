using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Tests.Engine.Fhir;

public sealed class FhirRuleTests
{
    private const string Redacted =
        "\"security\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"REDACTED\",\"display\":\"redacted\"}]";

    private const string Absent =
        "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\",\"valueCode\":\"masked\"}]}";

    private static Desk Fhir() => new() { Format = BodyFormat.Fhir };

    [Fact]
    public void A_path_finds_its_resource_at_the_root_in_a_bundle_and_contained()
    {
        const string Patient = "{\"name\":[{\"family\":\"Wu\",\"given\":[\"A\",\"B\"]}],\"resourceType\":\"Patient\"}";
        var desk = Fhir().Rule("Patient.name.given", Desk.Keep);
        const string Left = "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"A\",\"B\"]}]";
        Assert.Equal($"{Left},\"meta\":{{{Redacted}}}}}", desk.Pass(Patient));
        Assert.Equal(
            $"{{\"resourceType\":\"Bundle\",\"entry\":[{{\"resource\":{Left},\"meta\":{{{Redacted}}}}}}}],"
            + $"\"meta\":{{{Redacted}}}}}",
            desk.Pass($"{{\"resourceType\":\"Bundle\",\"entry\":[{{\"fullUrl\":\"x\",\"resource\":{Patient}}}]}}"));
        Assert.Equal(
            $"{{\"resourceType\":\"Basic\",\"contained\":[{Left}}}],\"meta\":{{{Redacted}}}}}",
            desk.Pass($"{{\"id\":\"1\",\"contained\":[{Patient}],\"resourceType\":\"Basic\"}}"));
    }

    [Fact]
    public void An_entry_of_which_nothing_leaves_is_not_there() =>
        Assert.Equal(
            "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"active\":true}}],"
            + $"\"meta\":{{{Redacted}}}}}",
            Fhir().Rule("Patient.active", Desk.Keep).Pass(
                "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Basic\",\"id\":\"1\"}},"
                + "{\"resource\":{\"resourceType\":\"Patient\",\"active\":true}}]}"));

    [Fact]
    public void A_resource_of_which_nothing_is_changed_says_nothing() =>
        Assert.Equal(
            "{\"resourceType\":\"Patient\",\"active\":true}",
            Fhir().Rule("Patient.active", Desk.Keep).Pass("{\"resourceType\":\"Patient\", \"active\":true}"));

    [Theory]
    [InlineData("\"meta\":{\"security\":[{\"code\":\"R\"}]}", "\"meta\":{\"security\":[{\"code\":\"R\"},{REDACTED}]}")]
    [InlineData("\"meta\":{\"security\":[]}", "\"meta\":{\"security\":[{REDACTED}]}")]
    [InlineData("\"meta\":{\"versionId\":\"1\"}", "\"meta\":{\"versionId\":\"1\",\"security\":[{REDACTED}]}")]
    [InlineData("\"meta\":{}", "\"meta\":{\"security\":[{REDACTED}]}")]
    public void What_was_done_is_said_among_the_labels_that_are_there(string meta, string expected) =>
        Assert.Equal(
            "{\"resourceType\":\"Patient\"," + expected.Replace(
                "{REDACTED}", Redacted["\"security\":[".Length..^1], StringComparison.Ordinal) + "}",
            Fhir().Rule("Patient.meta", Desk.Deep)
                .Pass("{\"resourceType\":\"Patient\"," + meta + ",\"birthDate\":\"1970-01-01\"}"));

    [Fact]
    public void Each_kind_of_change_has_its_label()
    {
        var output = Fhir().Rule("Patient.id", Desk.Hash).Rule("Patient.language", Desk.Mask())
            .Rule("Patient.active", Desk.Drop)
            .Pass("{\"resourceType\":\"Patient\",\"id\":\"1\",\"language\":\"zh\",\"active\":true}");
        var codes = JsonNode.Parse(output)!["meta"]!["security"]!.AsArray().Select(label => (string)label!["code"]!);
        Assert.Equal(["REDACTED", "MASKED", "PSEUDED"], codes);
    }

    [Fact]
    public void A_redacted_value_says_that_it_is_masked()
    {
        var desk = Fhir().Rule("Patient.birthDate", Desk.Redact).Rule("Patient.language", Desk.Redact)
            .Rule("Patient.active", Desk.Redact).Rule("Patient.maritalStatus", Desk.Redact)
            .Rule("Patient.meta", Desk.Deep);
        Assert.Equal(
            "{\"resourceType\":\"Patient\",\"language\":\"***\",\"maritalStatus\":" + Absent + ",\"_birthDate\":" + Absent
            + ",\"_language\":" + Absent + ",\"_active\":" + Absent + $",\"meta\":{{{Redacted}}}}}",
            desk.Pass(
                "{\"resourceType\":\"Patient\",\"birthDate\":\"1970-01-01\",\"language\":\"zh\",\"active\":true,"
                + "\"maritalStatus\":{\"text\":\"M\"}}"));
    }

    [Fact]
    public void A_sibling_that_leaves_by_its_own_rule_is_not_written_twice()
    {
        var output = Fhir().Rule("Patient.birthDate", Desk.Redact).Rule("Patient._birthDate", Desk.Deep)
            .Pass("{\"resourceType\":\"Patient\",\"birthDate\":\"1970-01-01\",\"_birthDate\":{\"id\":\"a\"}}");
        using var strict = JsonDocument.Parse(
            output, new JsonDocumentOptions { AllowDuplicateProperties = false });
        Assert.Contains("\"_birthDate\":{\"id\":\"a\"}", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_keep_takes_no_extension_no_sibling_no_narrative_and_no_attachment()
    {
        const string Body =
            "{\"resourceType\":\"Patient\",\"text\":{\"status\":\"generated\",\"div\":\"<div>Wu</div>\"},"
            + "\"extension\":[{\"url\":\"u\"}],\"_birthDate\":{\"extension\":[]},\"birthDate\":\"1970\","
            + "\"name\":[{\"family\":\"Wu\",\"_family\":{\"id\":\"x\"},\"ext\\u0065nsion\":[{}]}],"
            + "\"photo\":[{\"contentType\":\"image/png\",\"data\":\"AAAA\"}],"
            + "\"contained\":[{\"resourceType\":\"Binary\",\"data\":\"BBBB\",\"contentType\":\"x\"}]}";
        const string Plain =
            "{\"resourceType\":\"Patient\",\"birthDate\":\"1970\",\"name\":[{\"family\":\"Wu\"}],"
            + "\"photo\":[{\"contentType\":\"image/png\"}],"
            + "\"contained\":[{\"resourceType\":\"Binary\",\"contentType\":\"x\"}]";
        Assert.Equal($"{Plain},\"meta\":{{{Redacted}}}}}", Fhir().Rule("Patient", Desk.Deep).Pass(Body));
        var all = Fhir().Rule("Patient.text", Desk.Deep).Rule("Patient.extension", Desk.Deep)
            .Rule("Patient._birthDate", Desk.Deep).Rule("Patient.name._family", Desk.Deep)
            .Rule("Patient.name.extension", Desk.Deep).Rule("Patient.photo.data", Desk.Keep)
            .Rule("Binary.data", Desk.Keep).Rule("Patient", Desk.Deep);
        Assert.Equal(Body, all.Pass(Body));
    }

    [Fact]
    public void References_and_addresses_go_where_the_ids_have_gone()
    {
        var output = JsonNode.Parse(Fhir().Rule("Patient.id", Desk.Hash).Rule("Bundle.entry.fullUrl", Desk.Keep)
            .Rule("Observation.subject.reference", Desk.Keep).Rule("Observation.performer.reference", Desk.Keep)
            .Rule("Observation.focus.reference", Desk.Hash).Pass(
                """
                {"resourceType":"Bundle","entry":[
                 {"fullUrl":"urn:uuid:p-1","resource":{"resourceType":"Patient","id":"p-1"}},
                 {"fullUrl":"https://h.example/fhir/Patient/p-1","resource":{"resourceType":"Observation",
                  "subject":{"reference":"Patient/p-1/_history/2"},"focus":[{"reference":"Patient/p-1"}],
                  "performer":[{"reference":"Practitioner/p-1"},{"reference":"urn:uuid:p-1"},{"reference":"#p-1"}]}}]}
                """))!["entry"]!;
        var id = (string)output[0]!["resource"]!["id"]!;
        Assert.Matches("^k1\\.[0-9a-f]{32}$", id);
        Assert.Equal($"urn:uuid:{id}", (string)output[0]!["fullUrl"]!);
        Assert.Equal($"https://h.example/fhir/Patient/{id}", (string)output[1]!["fullUrl"]!);
        var observation = output[1]!["resource"]!;
        Assert.Equal($"Patient/{id}/_history/2", (string)observation["subject"]!["reference"]!);
        Assert.Equal($"Patient/{id}", (string)observation["focus"]![0]!["reference"]!);
        Assert.Equal(
            ["Practitioner/p-1", $"urn:uuid:{id}", $"#{id}"],
            observation["performer"]!.AsArray().Select(one => (string)one!["reference"]!));
    }

    [Theory]
    [InlineData("Patient/p-1#part", "Patient/", "#part")]
    [InlineData("Patient/p-1/", "Patient/", "/")]
    [InlineData("https://h.example/fhir/Patient/p-1?_format=json", "https://h.example/fhir/Patient/", "?_format=json")]
    [InlineData("Patient/p-1/_history/2#part", "Patient/", "/_history/2#part")]
    [InlineData("URN:UUID:p-1", "URN:UUID:", "")]
    public void A_hashed_id_does_not_leave_in_a_reference_of_another_spelling(string came, string before, string behind)
    {
        var output = JsonNode.Parse(Fhir().Rule("Patient.id", Desk.Hash).Rule("Patient.link.other.reference", Desk.Keep)
            .Pass(
                "{\"resourceType\":\"Patient\",\"id\":\"p-1\",\"link\":[{\"other\":{\"reference\":\"" + came + "\"}}]}"))!;
        Assert.Equal(
            before + (string)output["id"]! + behind, (string)output["link"]![0]!["other"]!["reference"]!);
    }

    [Theory]
    [InlineData("Patient/p-1", "Patient/", "")]
    [InlineData("Patient/p-1/$everything", "Patient/", "/$everything")]
    [InlineData("https://h.example/fhir/Patient/p-1/Observation?code=1", "https://h.example/fhir/Patient/", "/Observation?code=1")]
    public void A_hashed_id_does_not_leave_in_the_address_of_a_link_a_request_or_a_response(
        string came, string before, string behind)
    {
        var output = JsonNode.Parse(Fhir().Rule("Patient.id", Desk.Hash).Rule("Bundle.link.url", Desk.Keep)
            .Rule("Bundle.entry.request.url", Desk.Keep).Rule("Bundle.entry.response.location", Desk.Keep)
            .Rule("Patient.photo.url", Desk.Keep).Pass(
                "{\"resourceType\":\"Bundle\",\"link\":[{\"url\":\"" + came + "\"}],\"entry\":[{\"request\":{\"url\":\"" + came
                + "\"},\"response\":{\"location\":\"" + came + "\"},\"resource\":{\"resourceType\":\"Patient\",\"id\":\"p-1\","
                + "\"photo\":[{\"url\":\"" + came + "\"}]}}]}"))!;
        var entry = output["entry"]![0]!;
        var gone = before + (string)entry["resource"]!["id"]! + behind;
        Assert.Equal(
            [gone, gone, gone, gone],
            new[]
            {
                output["link"]![0]!["url"], entry["request"]!["url"], entry["response"]!["location"],
                entry["resource"]!["photo"]![0]!["url"],
            }.Select(address => (string)address!));
    }

    [Theory]
    [InlineData("Abc", "https://h.example/FHIR/R/Patient/Abc/Observation?code=1", "https://h.example/FHIR/R/Patient/", "/Observation?code=1")]
    [InlineData("Abc", "Patient/Abc/Observation", "Patient/", "/Observation")]
    [InlineData("Abc", "Api/Patient/Abc/$everything", "Api/Patient/", "/$everything")]
    [InlineData("Abc", "Patient/Abc/Observation/77", "Patient/", "/Observation/77")]
    [InlineData("p_1", "Patient/p_1", "Patient/", "")]
    public void An_id_that_looks_like_a_type_or_is_not_as_fhir_wants_it_does_not_leave_in_an_address(
        string id, string came, string before, string behind)
    {
        var output = JsonNode.Parse(Fhir().Rule("Patient.id", Desk.Hash).Rule("Patient.photo.url", Desk.Keep)
            .Pass("{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"photo\":[{\"url\":\"" + came + "\"}]}"))!;
        Assert.Equal(before + (string)output["id"]! + behind, (string)output["photo"]![0]!["url"]!);
    }

    [Theory]
    [InlineData("Patient/23/Observation/77")]
    [InlineData("https://h.example/Device/9/Observation/77/$meta")]
    public void An_address_that_names_several_hashed_ids_is_hashed_whole(string address)
    {
        var output = JsonNode.Parse(Fhir().Rule("Patient.id", Desk.Hash).Rule("Observation.id", Desk.Hash)
            .Rule("Patient.photo.url", Desk.Keep)
            .Pass("{\"resourceType\":\"Patient\",\"photo\":[{\"url\":\"" + address + "\"}]}"))!;
        Assert.Matches("^k1\\.[0-9a-f]{32}$", (string)output["photo"]![0]!["url"]!);
    }

    [Fact]
    public void The_address_of_a_definition_is_no_reference()
    {
        const string Body =
            "{\"resourceType\":\"Patient\",\"url\":\"http://h.example/Patient/p-1\",\"extension\":[{\"url\":\"http://h.example/Patient/p-1\"}]}";
        var output = JsonNode.Parse(Fhir().Rule("Patient.id", Desk.Hash).Rule("Patient.url", Desk.Keep)
            .Rule("Patient.extension.url", Desk.Keep).Pass(Body))!;
        Assert.Equal("http://h.example/Patient/p-1", (string)output["url"]!);
        Assert.Equal("http://h.example/Patient/p-1", (string)output["extension"]![0]!["url"]!);
    }

    [Fact]
    public void A_hashed_reference_lets_out_nothing_of_what_stands_behind_it()
    {
        var output = JsonNode.Parse(Fhir().Rule("Observation.focus.reference", Desk.Hash).Pass(
            """{"resourceType":"Observation","focus":[{"reference":"Patient/p-1/Wu"},{"reference":"Patient/p-1/_history/2"}]}"""))!;
        Assert.Matches("^k1\\.[0-9a-f]{32}$", (string)output["focus"]![0]!["reference"]!);
        Assert.Matches("^Patient/k1\\.[0-9a-f]{32}/_history/2$", (string)output["focus"]![1]!["reference"]!);
    }

    [Fact]
    public void A_hashed_reference_lets_out_nothing_of_a_query_behind_it()
    {
        var output = JsonNode.Parse(Fhir().Rule("Observation.focus.reference", Desk.Hash).Pass(
            """{"resourceType":"Observation","focus":[{"reference":"Patient/p-1?name=Wu"}]}"""))!;
        Assert.Matches("^k1\\.[0-9a-f]{32}$", (string)output["focus"]![0]!["reference"]!);
    }

    [Theory]
    [InlineData("https://h.example/13800138000/Patient/p-1")]
    [InlineData("Patient/p-1/_history/13800138000")]
    public void What_stands_around_the_id_of_a_hashed_reference_leaves_and_is_screened(string reference)
    {
        var body = $"{{\"resourceType\":\"Observation\",\"focus\":{{\"reference\":\"{reference}\"}}}}";
        var desk = new Desk { Format = BodyFormat.Fhir, Screen = [DetectorKind.CnMobile] }
            .Rule("Observation.focus.reference", Desk.Hash);
        Assert.Equal(RefusalCode.ScreenFinding, desk.Refuse(body).Code);

        desk = new Desk { Format = BodyFormat.Fhir, Screen = [DetectorKind.CnMobile], OnFinding = FindingRule.Mask }
            .Rule("Observation.focus.reference", Desk.Hash);
        Assert.Contains("\"reference\":\"***\"", desk.Pass(body, out var report), StringComparison.Ordinal);
        Assert.Equal((0, 1), (report.Fields.Hashed, report.Fields.Redacted));
    }

    [Fact]
    public void Siblings_are_those_of_the_object_also_through_an_array() =>
        Assert.Equal(
            "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"***\"},{\"value\":\"2\"}],"
            + "\"name\":[{\"given\":[\"A\"]},{}],\"meta\":{" + Redacted[..^1]
            + ",{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"MASKED\",\"display\":\"masked\"}]}}",
            Fhir().Rule("Patient.identifier.value", Desk.Mask(), ("system", "s"))
                .Rule("Patient.identifier.value", Desk.Keep)
                .Rule("Patient.name.given", Desk.Keep, ("use", "usual")).Pass(
                    "{\"resourceType\":\"Patient\",\"identifier\":[{\"value\":\"123\",\"system\":\"s\"},{\"value\":\"2\"}],"
                    + "\"name\":[{\"given\":[\"A\"],\"use\":\"usual\"},{\"given\":[\"B\"]}]}"));

    [Fact]
    public void Every_entry_is_a_record_with_its_subject()
    {
        var desk = new Desk
        {
            Format = BodyFormat.Fhir,
            Records = "Bundle.entry",
            Subjects = ["Patient.id"],
        }.Rule("Patient.active", Desk.Keep);
        var body = System.Text.Encoding.UTF8.GetBytes(
            "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"a\",\"active\":true}},"
            + "{\"resource\":{\"active\":false,\"id\":\"b\",\"resourceType\":\"Patient\"}}]}");
        Assert.True(desk.Compile().Inspect(body).TryPass(out var inspected, out _));
        using (inspected)
        {
            Assert.Equal(2, inspected.Records);
            Assert.Equal([(0, "A"), (1, "B")], inspected.Subjects.Select(
                subject => (subject.Record, System.Text.Encoding.UTF8.GetString(subject.Value.Span))));
        }

        var output = Desk.Run(desk.Compile(), body, AskVerdicts.Withholding([0]), out var report);
        Assert.Single(JsonNode.Parse(output)!["entry"]!.AsArray());
        Assert.DoesNotContain("true", output, StringComparison.Ordinal);
        Assert.Equal((2, 1, 1), (report.Records.In, report.Records.Out, report.Records.Withheld));
    }

    [Theory]
    [InlineData("[]", "field.shape")]
    [InlineData("{}", "field.shape")]
    [InlineData("{\"resourceType\":\"11010519491231002X\"}", "field.shape")]
    [InlineData("{\"resourceType\":\"Patient\",\"resourceType\":\"Patient\"}", "body.malformed")]
    [InlineData("{\"resourceType\":\"Patient\",\"resource\\u0054ype\":\"Basic\"}", "body.malformed")]
    [InlineData("{\"resourceType\":\"Patient\"", "body.malformed")]
    [InlineData("{\"resourceType\":\"Patient\",\"secret\":1}", "field.unlisted")]
    [InlineData("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Basic\",\"id\":\"1\"}}]}", "field.unlisted")]
    public void What_is_no_listed_resource_is_refused(string body, string code) =>
        Assert.Equal(
            code,
            new Desk { Format = BodyFormat.Fhir, Unlisted = UnlistedRule.Refuse }.Rule("Patient.id", Desk.Keep)
                .Rule("Bundle.type", Desk.Keep).Refuse(body).Code.Wire);

    [Fact]
    public void A_finding_is_masked_without_breaking_the_resource() =>
        Assert.Equal(
            "{\"resourceType\":\"Patient\",\"language\":\"***\",\"_language\":" + Absent + $",\"meta\":{{{Redacted}}}}}",
            new Desk
            {
                Format = BodyFormat.Fhir,
                Screen = [DetectorKind.PrcId],
                OnFinding = FindingRule.Mask,
            }.Rule("Patient.language", Desk.Keep)
                .Pass("{\"resourceType\":\"Patient\",\"language\":\"11010519491231002X\"}"));

    [Theory]
    [InlineData("$.name", "rule.path")]
    [InlineData("name.family", "rule.path")]
    [InlineData("Patient.name[0].family", "rule.path")]
    [InlineData("Patient.name[*].family", "rule.path")]
    [InlineData("Patient..family", "rule.path")]
    [InlineData("Patient.resourceType", "rule.path")]
    [InlineData("Patient", "rule.path")]
    [InlineData("$", "rule.path")]
    public void A_path_that_means_nothing_in_fhir_is_a_fault(string path, string code)
    {
        Assert.Contains(RuleCoverage.Check(Fhir().Rule(path, Desk.Keep).Category()), fault => fault.Code == code);
        Assert.Null(CategoryEngine.Compile(
            Fhir().Rule(path, Desk.Keep).Category(), new Desk.FixedKeys(), out _));
    }

    [Fact]
    public void A_rule_behind_one_for_every_resource_is_a_fault() =>
        Assert.Equal(
            ["rule.covered"],
            RuleCoverage.Check(Fhir().Rule("Resource.id", Desk.Hash).Rule("Patient.id", Desk.Keep).Category())
                .Select(fault => fault.Code));

    [Fact]
    public void Ids_hashed_in_two_ways_are_a_fault() =>
        Assert.Equal(
            ["rule.value"],
            RuleCoverage.Check(Fhir().Rule("Patient.id", Desk.Hash)
                .Rule("Observation.id", new FieldAction.Hash("k2", 32)).Category()).Select(fault => fault.Code));
}
