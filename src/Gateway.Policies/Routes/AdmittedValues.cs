namespace Gateway.Policies.Routes;

/// <summary>What may cross beside the body: every value is declared, and has yet to be screened.</summary>
/// <param name="Query">Encoded anew from the decoded values, in the order received, without '?'; "" for none.</param>
public sealed record AdmittedValues(IReadOnlyList<AdmittedValue> Values, string Query);

/// <summary>One declared value, decoded. A header is to be sent under <paramref name="Name"/> as declared.</summary>
public sealed record AdmittedValue(ParameterPlace Place, string Name, string Value);
