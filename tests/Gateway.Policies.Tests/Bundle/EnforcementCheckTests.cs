using System.Text;
using Gateway.Policies.Bundle;

namespace Gateway.Policies.Tests.Bundle;

public sealed class EnforcementCheckTests
{
    private const string Bank = "catalogue/bank.yaml";

    [Fact]
    public void A_bundle_whose_routes_reach_only_built_controls_may_be_served() =>
        Assert.Empty(EnforcementCheck.Check(BundleFolder.Read(BundleFolder.Valid())));

    [Theory]
    [InlineData(Bank, "consent: none", "consent: separate", "categories[0].consent", 7)]
    [InlineData(Bank, "default: mask", "default: hold", "categories[0].onFinding", 16)]
    [InlineData(Bank, "prc-id: refuse", "prc-id: hold", "categories[0].onFinding", 16)]
    [InlineData("bundle.yaml", "basis: contract", "basis: consent", "purposes[0].basis", 12)]
    [InlineData("instruments/gba.yaml", "volumeCap: waived", "volumeCap: 20000", "instruments[0].volumeCap", 15)]
    [InlineData("instruments/gba.yaml", "    volumeCap: waived\n", "", "instruments[0].volumeCap", 2)]
    [InlineData("routes.yaml", "mode: transfer", "mode: verify", "routes[0].mode", 15)]
    public void A_control_a_route_reaches_and_this_build_lacks_is_a_fault(
        string file,
        string old,
        string now,
        string path,
        int line)
    {
        var faults = EnforcementCheck.Check(BundleFolder.Read(BundleFolder.ValidBut(file, old, now)));

        var fault = Assert.Single(faults);
        Assert.Equal((file, path, "bundle.unsupported"), (fault.File, fault.Path, fault.Code));
        Assert.Equal(line, fault.Line);
        Assert.Contains("route 'cdd-push'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_category_no_route_carries_may_ask_for_anything()
    {
        var asking = BundleFolder.Valid();
        asking.Add(BundleFolder.Text("more.yaml", """
            categories:
              - id: MD.more
                version: 1
                grade: general
                consent: written
                format: json
                onFinding: hold
                fields: [ { path: $.code, do: keep } ]

            """));
        Assert.Empty(EnforcementCheck.Check(BundleFolder.Read(asking)));

        var routes = asking.FindIndex(file => file.Path == "routes.yaml");
        var text = Encoding.UTF8.GetString(asking[routes].Bytes.Span);
        asking[routes] = BundleFolder.Text(
            "routes.yaml", text.Replace("category: BK.ack", "category: MD.more", StringComparison.Ordinal));
        var faults = EnforcementCheck.Check(BundleFolder.Read(asking));
        Assert.Equal(
            [("more.yaml", "categories[0].consent"), ("more.yaml", "categories[0].onFinding")],
            faults.Select(fault => (fault.File, fault.Path)));
        Assert.All(faults, fault => Assert.Contains("route 'cdd-push'", fault.Message, StringComparison.Ordinal));
    }
}
