using System.Security.Cryptography.X509Certificates;
using Gateway.Policies.Parties;

namespace Gateway.Commands.Dev;

/// <summary>Distinguished names of the throw-away PKI, attribute by attribute (RFC 5280 section 4.1.2.6).</summary>
internal static class DevNames
{
    private const string OrganisationIdentifier = "2.5.4.97";
    private const string SerialNumber = "2.5.4.5";

    internal static X500DistinguishedName Authority(string country, string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        name.AddOrganizationName("Throw-away authorities, for development only");
        name.AddCountryOrRegion(country);
        return name.Build();
    }

    internal static X500DistinguishedName Organisation(
        DevParty party, string commonName, string unit = DevParties.OrganisationalUnit)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        name.Add(OrganisationIdentifier, party.Registration);
        name.AddOrganizationalUnitName(unit);
        name.AddOrganizationName(party.Organisation);
        name.AddCountryOrRegion(CountryOf(party.Zone));
        return name.Build();
    }

    internal static X500DistinguishedName Person(DevOfficer officer)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(officer.CommonName);
        name.Add(SerialNumber, officer.Number);
        name.AddOrganizationalUnitName(DevParties.PersonalUnit);
        name.AddOrganizationName(officer.Employer.Organisation);
        name.AddCountryOrRegion(CountryOf(officer.Zone));
        return name.Build();
    }

    internal static string CountryOf(Zone zone) => zone.ToString();
}
