using Gateway.Policies.Screening;

namespace Gateway.Policies.Tests.Screening;

public sealed class NothingFoundTests
{
    private static readonly string[] LookAlikes =
    [
        "1748503543012",
        "1583281851905",
        "1748503543",
        "20240131123456789",
        "2.3500000000000001E-3",
        "0.4111111111111111",
        "4111111111111111.5",
        "4111111111111111e5",
        "4111111111111111E+5",
        "1.13800138000",
        "13800138000.25",
        "550e8400-e29b-41d4-a716-446655440000",
        "urn:uuid:13800138-0001-4111-8111-111111111111",
        "d88f994a-5efa-421d-9c40-5f116d2114a6",
        "1.2.840.113619.2.55.3.604688119",
        "urn:oid:2.16.156.10011.1.3",
        "2.25.13800138000",
        "138.12",
        "2026-08-01T10:11:12.123456789Z",
        "2026-08-01 10:11:12",
        "20260801T101112Z",
        "2010-05-01T12:30:00-04:00",
        "99999999999999999999",
        "113800138000",
        "138001380001",
        "111010519491231002X",
        "110105194912310021",
        "41111111111111111",
        "4111 1111 1111 1112",
        "A123456(4)",
        "A1234564",
        "BIDA123456(3)",
        "1A123456(3)",
        "A1234563B",
        "A12345637",
        "no 1234560",
        "a 1234563",
        "555-803-2562",
        "tel:+1-555-555-5000",
        "ORD-2026-000123",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 3 4 5 6 7 8 9",
        "@example.com",
        "5 @ 3.50",
        "pkg@1.2.3",
        "50% of R&D is < 5 & > 3 \\o/ &unknown; %zz \\q",
        "192.168.100.256",
        "1.192.168.100.200",
        "",
    ];

    [Fact]
    public void What_only_looks_like_an_identifier_is_not_found() => Assert.All(
        LookAlikes,
        text => Assert.Empty(Found.Quoted(text)));

    [Fact]
    public void Numbers_with_a_wrong_check_character_are_not_found()
    {
        Assert.All(Vectors.Of("resident_id", "invalid_checksum"), number => Assert.Empty(Found.Quoted(number)));
        Assert.All(Vectors.Of("unionpay", "invalid_checksum"), number => Assert.Empty(Found.Quoted(number)));
        Assert.All(Vectors.Of("format_only", "look_alikes_not_pii"), text => Assert.Empty(Found.Quoted(text)));
    }

    [Fact]
    public void A_resident_identity_number_in_a_uuid_shape_is_still_found() =>
        Assert.Equal(["prc-id"], Found.Kinds("440524188-001010014"));

    [Fact]
    public void Only_the_detectors_asked_for_look()
    {
        var text = "11010519491231002X 13800138000 li.wei@example.com"u8;
        foreach (var kind in DetectorKind.Built)
        {
            var findings = new List<Finding>();
            Screener.For([kind]).Screen(text, findings);
            Assert.All(findings, finding => Assert.Equal(kind, finding.Kind));
            Assert.Equal(kind.Name is "prc-id" or "cn-mobile" or "email" ? 1 : 0, findings.Count);
        }

        Assert.Equal(0, Screener.For([]).Screen(text, new List<Finding>()));
    }
}
