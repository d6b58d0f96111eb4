using Gateway.Ledger.Entries;
using Gateway.Permit;
using Gateway.Trust;

namespace Gateway;

/// <summary>Which build this is, as entries and <c>--version</c> name it.</summary>
internal static class Software
{
    /// <summary>For example "0.1.0".</summary>
    internal static string Version { get; } = typeof(Software).Assembly.GetName().Version!.ToString(3);

    /// <summary>For example "gateway/0.1.0".</summary>
    internal static string Name { get; } = $"gateway/{Version}";

    /// <summary>What an entry is made under.</summary>
    internal static EntryContext Context(PolicySnapshot policy, TrustSnapshot trust) =>
        new(Name, policy.Bundle.Digest, trust.Lists);
}
