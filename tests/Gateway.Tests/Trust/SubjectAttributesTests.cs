using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Trust;

namespace Gateway.Tests.Trust;

public sealed class SubjectAttributesTests
{
    private const string Identifier = "2.5.4.97";

    [Theory]
    [InlineData("organizationIdentifier", "914401", true)]
    [InlineData("2.5.4.97", "914401", true)]
    [InlineData("organizationIdentifier", "914402", false)]
    [InlineData("organizationIdentifier", "91440", false)]
    [InlineData("commonName", "bank", true)]
    [InlineData("commonName", "Bank", false)]
    [InlineData("organizationalUnitName", "one", false)]
    [InlineData("localityName", "x", false)]
    [InlineData("2.5.4", "914401", false)]
    [InlineData("unheardOf", "914401", false)]
    public void An_attribute_holds_once_and_ordinally(string attribute, string value, bool isHeld)
    {
        var subject = new SubjectAttributes(Name(
            [(Identifier, UniversalTagNumber.UTF8String, "914401")],
            [("2.5.4.3", UniversalTagNumber.PrintableString, "bank")],
            [("2.5.4.11", UniversalTagNumber.UTF8String, "one")],
            [("2.5.4.11", UniversalTagNumber.UTF8String, "two")]));

        Assert.Equal(isHeld, subject.HasOnce(attribute, value));
    }

    [Fact]
    public void The_same_value_twice_is_not_once()
    {
        var subject = new SubjectAttributes(Name(
            [(Identifier, UniversalTagNumber.UTF8String, "a")], [(Identifier, UniversalTagNumber.UTF8String, "a")]));

        Assert.False(subject.HasOnce("organizationIdentifier", "a"));
    }

    [Fact]
    public void Attributes_of_a_multi_valued_name_are_read_and_counted()
    {
        var one = new SubjectAttributes(Name(
            [(Identifier, UniversalTagNumber.UTF8String, "a"), ("2.5.4.3", UniversalTagNumber.UTF8String, "b")]));
        var two = new SubjectAttributes(Name(
            [(Identifier, UniversalTagNumber.UTF8String, "a"), (Identifier, UniversalTagNumber.UTF8String, "b")]));

        Assert.True(one.HasOnce("organizationIdentifier", "a"));
        Assert.True(one.HasOnce("commonName", "b"));
        Assert.False(two.HasOnce("organizationIdentifier", "a"));
    }

    [Theory]
    [InlineData(UniversalTagNumber.UTF8String)]
    [InlineData(UniversalTagNumber.PrintableString)]
    [InlineData(UniversalTagNumber.IA5String)]
    [InlineData(UniversalTagNumber.VisibleString)]
    [InlineData(UniversalTagNumber.BMPString)]
    [InlineData(UniversalTagNumber.T61String)]
    [InlineData(UniversalTagNumber.UniversalString)]
    public void Every_kind_of_text_is_read(UniversalTagNumber kind)
    {
        var subject = new SubjectAttributes(Name([(Identifier, kind, "GZ 914401")]));

        Assert.True(subject.HasOnce("organizationIdentifier", "GZ 914401"));
    }

    [Fact]
    public void A_value_that_only_looks_the_same_is_another()
    {
        var subject = new SubjectAttributes(Name([(Identifier, UniversalTagNumber.UTF8String, "９14401")]));

        Assert.False(subject.HasOnce("organizationIdentifier", "914401"));
    }

    [Fact]
    public void A_printed_name_inside_a_value_is_no_attribute()
    {
        var subject = new SubjectAttributes(
            Name([("2.5.4.3", UniversalTagNumber.UTF8String, "x, OID.2.5.4.97=914401")]));

        Assert.False(subject.HasOnce("organizationIdentifier", "914401"));
    }

    [Fact]
    public void A_value_that_is_no_text_is_counted()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Write(writer, [(Identifier, UniversalTagNumber.UTF8String, "a")]);
            using (writer.PushSetOf())
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Identifier);
                writer.WriteInteger(7);
            }
        }

        var subject = new SubjectAttributes(new X500DistinguishedName(writer.Encode()));
        Assert.False(subject.HasOnce("organizationIdentifier", "a"));
    }

    private static X500DistinguishedName Name(params (string Type, UniversalTagNumber Kind, string Value)[][] names)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var name in names)
            {
                Write(writer, name);
            }
        }

        return new X500DistinguishedName(writer.Encode());
    }

    private static void Write(AsnWriter writer, (string Type, UniversalTagNumber Kind, string Value)[] name)
    {
        using (writer.PushSetOf())
        {
            foreach (var (type, kind, value) in name)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(type);
                    if (kind == UniversalTagNumber.UniversalString)
                    {
                        var utf32 = new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetBytes(value);
                        writer.WriteEncodedValue([0x1c, (byte)utf32.Length, .. utf32]);
                    }
                    else
                    {
                        writer.WriteCharacterString(kind, value);
                    }
                }
            }
        }
    }
}
