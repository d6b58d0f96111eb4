using Gateway.Policies.Bundle;

namespace Gateway.Policies.Tests.Bundle;

/// <summary>A part gets out under nothing by which it would not get out alone.</summary>
public sealed class PartLintTests
{
    private const string Bank = "catalogue/bank.yaml";
    private const string Acknowledgement = "  - { id: BK.ack,";

    private const string Parts = """
          - id: BK.file
            version: 1
            grade: general
            sensitive: [SP05]
            format: multipart
            parts: [ { name: person, category: BK.cdd }, { name: scan, category: BK.scan, fileName: scan.png } ]
            fields: []
          - id: BK.scan
            version: 1
            grade: general
            format: opaque
            media: [image/png]
            opaque: { release: true }
            fields: []

        """;

    [Fact]
    public void Parts_that_ask_for_no_more_than_their_whole_are_read()
    {
        var bundle = BundleFolder.Read(With("", ""));
        var file = bundle.Categories.Values.Single(category => category.Id.ToString() == "BK.file");
        Assert.Equal(["BK.cdd", "BK.scan"], file.Parts.Select(part => part.Of!.Id.ToString()));
        Assert.Equal(7, file.AllFields.Count());
        Assert.Equal("$.customers[*].idNumber", Assert.Single(file.AllSubjects).Path);
    }

    [Theory]
    [InlineData("grade: general\n    format: opaque", "grade: important\n    format: opaque", "category.parts")]
    [InlineData("sensitive: [SP05]\n    format: multipart", "format: multipart", "category.parts")]
    [InlineData("grade: general\n    format: opaque", "grade: general\n    consent: separate\n    format: opaque", "category.parts")]
    [InlineData("name: scan", "name: person", "category.parts")]
    [InlineData("format: multipart", "format: multipart\n    screen: [hkid]", "category.screen")]
    [InlineData("format: opaque", "format: opaque\n    screen: [hkid]", "category.screen")]
    [InlineData("category: BK.scan", "category: BK.file", "category.parts")]
    [InlineData("category: BK.scan", "category: BK.none", "reference.unknown")]
    [InlineData("name: scan", "name: 'a\"b'", "value.format")]
    [InlineData("fileName: scan.png", "fileName: a/b", "value.format")]
    [InlineData("fileName: scan.png", "filename: a", "key.unknown")]
    [InlineData("    opaque: { release: true }", "    parts: []", "category.parts")]
    [InlineData("format: multipart", "format: multipart\n    media: [multipart/related]", "category.parts")]
    [InlineData("format: multipart", "format: multipart\n    media: [multipart/mixed]", "category.parts")]
    public void What_a_part_cannot_be_is_a_fault(string old, string now, string code) =>
        Assert.Contains(BundleReader.Read(With(old, now)).Faults, fault => fault.Code == code && !fault.IsWarning);

    [Fact]
    public void An_instrument_that_covers_the_whole_covers_its_parts()
    {
        var files = With("", "");
        var at = files.FindIndex(file => file.Path == "instruments/gba.yaml");
        var text = System.Text.Encoding.UTF8.GetString(files[at].Bytes.Span);
        Assert.Contains("BK.cdd@3", text, StringComparison.Ordinal);

        files[at] = BundleFolder.Text("instruments/gba.yaml", text.Replace("BK.cdd@3", "BK.cdd@3, BK.file@1", StringComparison.Ordinal));
        var fault = Assert.Single(BundleReader.Read(files).Faults, fault => !fault.IsWarning);
        Assert.Equal("instrument.part", fault.Code);
        Assert.Contains("'BK.scan@1'", fault.Message, StringComparison.Ordinal);

        files[at] = BundleFolder.Text("instruments/gba.yaml", text.Replace("BK.cdd@3", "BK.cdd@3, BK.file@1, BK.scan@1", StringComparison.Ordinal));
        BundleFolder.Read(files);
    }

    [Fact]
    public void What_this_build_lacks_in_a_part_is_a_fault_where_a_route_reaches_the_whole()
    {
        var files = With("opaque: { release: true }", "opaque: {}");
        var at = files.FindIndex(file => file.Path == "routes.yaml");
        var text = System.Text.Encoding.UTF8.GetString(files[at].Bytes.Span);
        files[at] = BundleFolder.Text("routes.yaml", text.Replace("category: BK.cdd", "category: BK.file", StringComparison.Ordinal));
        Assert.Contains(
            EnforcementCheck.Check(BundleFolder.Read(files)),
            fault => fault.Message.Contains("hold", StringComparison.Ordinal));
    }

    private static List<BundleFile> With(string old, string now)
    {
        var parts = old.Length == 0 ? Parts : Parts.Replace(old, now, StringComparison.Ordinal);
        Assert.True(old.Length == 0 || parts != Parts);
        return BundleFolder.ValidBut(Bank, Acknowledgement, parts + Acknowledgement);
    }
}
