using Gateway.Stamping;

namespace Gateway.Commands.Demo;

/// <summary>What a far side answers, whatever it is asked.</summary>
internal sealed record FarAnswer(int Status, string? ContentType, byte[] Body);

/// <summary>A request exactly as a far side received it, and what it answered.</summary>
internal sealed record ReceivedRequest(MessageHead Head, byte[] Body, FarAnswer Answer)
{
    internal string? TransferId => Head.FieldValue("Transfer-Id");
}

/// <summary>The bank's Hong Kong branch: takes customer files, says how many it took.</summary>
internal static class BranchStub
{
    internal static FarAnswer Answer(string path) => path.StartsWith("/hk/customers/", StringComparison.Ordinal)
        ? new FarAnswer(StatusCodes.Status201Created, DemoDocuments.Json, DemoDocuments.Acknowledgement)
        : new FarAnswer(StatusCodes.Status204NoContent, null, []);
}

/// <summary>The mainland hospital: one patient is on record, one is not, and one has careless notes.</summary>
internal static class HospitalStub
{
    internal const string Patient = "patient-0001";
    internal const string NoPatient = "patient-0002";
    internal const string LeakyPatient = "patient-0003";

    internal static FarAnswer Answer(string path) => path switch
    {
        _ when path.Contains(LeakyPatient, StringComparison.Ordinal) =>
            new FarAnswer(StatusCodes.Status200OK, DemoDocuments.FhirJson, DemoDocuments.LeakySummary),
        _ when path.Contains(Patient, StringComparison.Ordinal) =>
            new FarAnswer(StatusCodes.Status200OK, DemoDocuments.FhirJson, DemoResources.PatientBundle()),
        _ => new FarAnswer(StatusCodes.Status404NotFound, DemoDocuments.Json, DemoDocuments.HospitalError),
    };
}
