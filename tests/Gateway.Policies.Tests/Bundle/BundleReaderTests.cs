using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gateway.Drawing;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Bundle;

public sealed class BundleReaderTests
{
    public static TheoryData<string> BrokenFixtures() =>
        [.. Directory.EnumerateFiles(Path.Combine(BundleFolder.Root, "Broken"), "*.yaml").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(BrokenFixtures))]
    public void Every_fault_of_a_broken_bundle_is_reported_with_its_place(string fixture)
    {
        var path = Path.Combine(BundleFolder.Root, "Broken", fixture);
        var reading = BundleReader.ReadOffline([new BundleFile(fixture, File.ReadAllBytes(path))]);

        Assert.Null(reading.Bundle);
        var expected = File.ReadAllLines(Path.ChangeExtension(path, ".faults"));
        Assert.Equal(expected, reading.Faults.Where(fault => fault.Line > 0).Select(Line));
        Assert.All(reading.Faults, fault => Assert.True(fault.File == fixture || fault.Code == "bundle.header"));
    }

    [Fact]
    public void A_complete_bundle_is_read_without_a_fault()
    {
        var reading = BundleReader.Read(BundleFolder.Valid());

        Assert.Empty(reading.Faults);
        var bundle = reading.Bundle!;
        Assert.Equal(("bank-gz", 12L), (bundle.Name, bundle.Version));
        Assert.Equal(new DateTimeOffset(2027, 2, 1, 0, 0, 0, TimeSpan.Zero), bundle.Expires);
        Assert.Equal((4, 1, 2, 3), (bundle.Parties.Count, bundle.Officers.Count, bundle.Purposes.Count, bundle.Categories.Count));
        Assert.Equal(["gba-2024-0001", "hkout-1", "scc-1"], bundle.Instruments.Select(instrument => instrument.Id.ToString()));
        Assert.Equal(["cdd-push", "ping"], bundle.Routes.Select(route => route.Id.ToString()));
    }

    [Fact]
    public void A_category_is_read_with_its_rules_in_file_order()
    {
        var category = Category(BundleFolder.Read(BundleFolder.Valid()), "BK.cdd");

        Assert.Equal(["mask", "hash", "mask", "redact", "constant", "keep", "drop"], category.Fields.Select(rule => rule.Action.Name));
        Assert.Equal(new FieldAction.Mask(0, 4, "#", 4), category.Fields[2].Action);
        Assert.Equal(new FieldAction.Mask(1, 0, "*", null), category.Fields[0].Action);
        Assert.Equal(new FieldAction.Hash("cdd", 32), category.Fields[1].Action);
        Assert.Equal(new FieldAction.Redact("***"), category.Fields[3].Action);
        Assert.Equal(MismatchRule.Redact, category.Fields[3].Mismatch);
        Assert.Equal("urn:bank", category.Fields[4].Where["kind"]);
        Assert.Equal(FindingRule.Mask, category.OnFinding);
        Assert.Equal(FindingRule.Refuse, category.FindingOverrides[DetectorKind.PrcId]);
        Assert.Equal("客戶盡職審查", category.Title.ZhHant);
        Assert.Equal("$.customers[*].idNumber", Assert.Single(category.Subjects).Path);
        Assert.Equal("categories[0].fields[2]", category.Fields[2].Mark.Path);
    }

    [Fact]
    public void What_a_category_leaves_unset_is_the_stricter_choice()
    {
        var bundle = BundleFolder.Read(BundleFolder.Valid());
        var category = Category(bundle, "BK.ack");

        Assert.Equal(UnlistedRule.Refuse, category.Unlisted);
        Assert.Equal(FindingRule.Refuse, category.OnFinding);
        Assert.Equal(DetectorKind.Built, category.Screen);
        Assert.Equal(["application/json"], category.Media);
        Assert.Equal("BK.ack", category.Title.En);
        Assert.Equal(VolumeCapKind.National, bundle.Instruments[1].VolumeCap.Kind);
        Assert.Equal(MismatchRule.Refuse, category.Fields[0].Mismatch);
    }

    [Fact]
    public void Parties_routes_and_instruments_are_read_as_the_file_says()
    {
        var bundle = BundleFolder.Read(BundleFolder.Valid());

        var party = bundle.Parties.Values.Single(candidate => candidate.Id.ToString() == "bank-gz-nansha");
        Assert.Equal("bank-gz", party.BranchOf.ToString());
        Assert.Equal("bank-gz-nansha", party.Name.En);
        var regulator = bundle.Parties.Values.Single(candidate => candidate.Scope is not null);
        Assert.Equal([Zone.CN], regulator.Scope!.Zones);
        var route = bundle.Routes[0];
        Assert.Equal("/hk/customers/{branch}", route.Path.Text);
        Assert.Equal(Direction.SouthToNorth, route.DirectionOf(Leg.Response));
        Assert.Equal(9443, route.Upstream[0].Port);
        Assert.Equal([ParameterPlace.Path, ParameterPlace.Query, ParameterPlace.Header], route.Parameters.Select(p => p.In));
        var instrument = bundle.Instruments[0];
        Assert.Equal(Mechanism.GbaHk, instrument.Mechanism);
        Assert.Equal((20000L, "P3Y"), (instrument.Envelope!.Scale, instrument.Envelope.Retention));
        Assert.Equal(new VolumeCap(VolumeCapKind.Number, 100000), bundle.Instruments[2].VolumeCap);
    }

    [Fact]
    public void One_unparsable_file_does_not_hide_the_faults_of_the_others()
    {
        var files = BundleFolder.ValidBut("routes.yaml", "caller: north", "caller: nroth");
        files.Add(BundleFolder.Text("a-broken.yaml", "parties: [ {"));
        files.Add(new BundleFile("b-binary.yml", new byte[] { 0x61, 0xff, 0xfe }));

        var faults = BundleReader.Read(files).Faults;

        Assert.Contains(faults, fault => fault is { File: "a-broken.yaml", Code: "yaml.syntax", Line: > 0 });
        Assert.Contains(faults, fault => fault is { File: "b-binary.yml", Code: "yaml.encoding" });
        var typo = Assert.Single(faults, fault => fault.File == "routes.yaml");
        Assert.Equal(("routes[0].caller", "value.unknown"), (typo.Path, typo.Code));
        Assert.Contains("did you mean 'north'", typo.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_daemon_needs_a_header_and_an_offline_command_is_only_warned()
    {
        var files = BundleFolder.Valid();
        files[files.FindIndex(file => file.Path == "bundle.yaml")] =
            BundleFolder.Text("bundle.yaml", "purposes: [ { id: account-opening, basis: contract }, { id: referral, basis: hr } ]");

        Assert.Null(BundleReader.Read(files).Bundle);
        var offline = BundleReader.ReadOffline(files);
        Assert.True(Assert.Single(offline.Faults).IsWarning);
        Assert.Equal(0, offline.Bundle!.Version);
        Assert.True(offline.Bundle.Expires < DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public void A_bundle_has_one_header()
    {
        var files = BundleFolder.Valid();
        files.Add(BundleFolder.Text("second.yaml", "bundle: { name: x, version: 13, issued: 2026-11-01T00:00:00Z, expires: 2026-12-01T00:00:00Z }"));

        Assert.Equal("bundle.duplicate", Assert.Single(BundleReader.Read(files).Faults).Code);
    }

    [Fact]
    public void A_file_name_that_could_forge_a_digest_line_is_a_fault()
    {
        var files = BundleFolder.Valid();
        files.Add(BundleFolder.Text("x\n../y", "a"));
        files.Add(BundleFolder.Text("routes.yaml", "routes: []"));

        var faults = BundleReader.Read(files).Faults.Where(fault => fault.Code == "bundle.path").ToList();

        Assert.Equal(2, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.ToString().Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void A_pin_to_another_version_is_a_warning_because_the_instrument_may_be_amended_later()
    {
        var reading = BundleReader.Read(BundleFolder.ValidBut("instruments/gba.yaml", "BK.cdd@3", "BK.cdd@2"));

        Assert.NotNull(reading.Bundle);
        Assert.True(Assert.Single(reading.Faults).IsWarning);
    }

    [Fact]
    public void A_byte_order_mark_and_an_upper_case_ending_do_not_hide_a_file()
    {
        var files = BundleFolder.Valid();
        files.Add(new BundleFile("Z.YAML", Encoding.UTF8.GetBytes("\uFEFFlists: [a]")));

        Assert.Equal("kind.wrong", Assert.Single(BundleReader.Read(files).Faults).Code);
    }

    [Fact]
    public void Whatever_stands_in_a_file_the_reader_answers_with_faults_and_never_throws()
    {
        var source = Encoding.UTF8.GetString(BundleFolder.Valid().Single(file => file.Path == "routes.yaml").Bytes.Span);
        var noise = Gen.Elements("{", "}", "[", "]", ":", "- ", "\n", "&a", "*a", "!!x", "%YAML 9.9\n", "---\n", "\"", "'", "|", ">", "? ", "\t", "\\u", "\0", "é", "<<: ", "#");
        var edits = from at in Gen.Choose(0, source.Length - 1)
                    from take in Gen.Choose(0, 30)
                    from put in Gen.ArrayOf(noise, 3)
                    select source.Remove(at, Math.Min(take, source.Length - at)).Insert(at, string.Concat(put));

        Prop.ForAll(edits.ToArbitrary(), text => BundleReader.Read([BundleFolder.Text("a.yaml", text)]).Bundle is null)
            .Check(Draws.Of(2000));
    }

    [Fact]
    public void A_file_nested_without_end_is_a_fault_and_not_a_crash()
    {
        var deep = BundleFolder.Text("a.yaml", "parties: " + new string('[', 2000) + new string(']', 2000));

        Assert.Contains(BundleReader.Read([deep]).Faults, fault => fault.Code is "yaml.depth" or "yaml.syntax");
    }

    private static string Line(Fault fault) =>
        $"{fault.Line}:{fault.Column} {fault.Path} {fault.Code} {fault.Message}";

    private static Category Category(PolicyBundle bundle, string id) =>
        bundle.Categories.Values.Single(category => category.Id.ToString() == id);
}
