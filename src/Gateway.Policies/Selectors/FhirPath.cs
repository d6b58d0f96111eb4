using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Gateway.Policies.Selectors;

//
//  Paths of FHIR rules
//
//      Patient.name.family     by the type of the resource, wherever it stands; arrays are implied
//      Resource.id             of every resource
//      Observation.valueQuantity   a choice by its name in JSON
//      Patient._birthDate.extension
//

/// <summary>Reads one path of a FHIR category. The first step is the type.</summary>
internal static class FhirPath
{
    /// <summary>The type that every resource is of.</summary>
    internal const string Any = "Resource";

    internal const string TypeMember = "resourceType";

    /// <summary>
    /// What is opened on the way to a resource without a rule of its own, where something in it leaves.
    /// </summary>
    internal static IReadOnlyList<string> Ways { get; } =
        ["Bundle.entry.resource", "Parameters.parameter.resource", "Resource.contained"];

    internal static bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        path = null;
        error = null;
        if (text == "$")
        {
            path = new FieldPath([]);
            return true;
        }

        var names = text.Split('.');
        if (text.Contains('[', StringComparison.Ordinal))
        {
            error = "arrays are implied; take the brackets out";
        }
        else if (!IsType(names[0]))
        {
            error = "a path starts with the type of a resource, as 'Patient.name.family'";
        }
        else if (names.Skip(1).FirstOrDefault(name => !IsMember(name)) is { } wrong)
        {
            error = $"'{wrong}' is not the name of an element";
        }
        else if (names[^1] == TypeMember)
        {
            error = $"'{TypeMember}' leaves with its resource and takes no rule";
        }

        path = error is null ? new FieldPath([.. names.Select(PathStep.Member)]) : null;
        return path is not null;
    }

    internal static bool IsType(string name) =>
        name.Length > 1 && char.IsAsciiLetterUpper(name[0]) && name.All(char.IsAsciiLetter);

    /// <summary>The type of a resource; null for what is none.</summary>
    internal static string? TypeOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty(TypeMember, out var type)
        && type.ValueKind == JsonValueKind.String
        && IsType(type.GetString()!)
            ? type.GetString()
            : null;

    internal static bool IsMember(string name)
    {
        var plain = name.StartsWith('_') ? name[1..] : name;
        return plain.Length > 0 && char.IsAsciiLetter(plain[0]) && plain.All(char.IsAsciiLetterOrDigit);
    }
}
