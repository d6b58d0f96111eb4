using System.Collections.Frozen;
using Gateway.Ledger.Entries;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Routes;
using Gateway.Policies.Screening;
using Gateway.Policies.Transforms;

namespace Gateway.Permit;

/// <summary>
/// Everything that follows from one bundle and one keys file, compiled once: nothing of it is worked out per request.
/// Immutable; transfers pin it.
/// </summary>
internal sealed class PolicySnapshot
{
    private readonly FrozenDictionary<RouteId, RouteDefinition> _routesById;
    private readonly FrozenDictionary<CategoryId, DateTimeOffset> _keysEnd;

    /// <param name="keysEnd">For a category that uses a key with an end: when the first of them ends.</param>
    internal PolicySnapshot(
        PolicyBundle bundle,
        FrozenDictionary<CategoryId, CategoryEngine> engines,
        IReadOnlyList<Sha256Digest> signers,
        FrozenDictionary<CategoryId, DateTimeOffset> keysEnd)
    {
        Bundle = bundle;
        Signers = signers;
        Engines = engines;
        Routes = RouteTable.Compile(bundle.Routes);
        ParameterScreener = Screener.For(bundle.Detectors);
        _keysEnd = keysEnd;
        _routesById = bundle.Routes.ToFrozenDictionary(route => route.Id);
    }

    internal PolicyBundle Bundle { get; }

    /// <summary>The officers whose signatures counted; empty for an unsigned bundle.</summary>
    internal IReadOnlyList<Sha256Digest> Signers { get; }

    /// <summary>One engine per category that a route reaches.</summary>
    internal FrozenDictionary<CategoryId, CategoryEngine> Engines { get; }

    internal RouteTable Routes { get; }

    /// <summary>Over every value that crosses beside a body: all detectors, the bundle's too.</summary>
    internal Screener ParameterScreener { get; }

    internal RouteDefinition? RouteOf(RouteId id) => _routesById.GetValueOrDefault(id);

    /// <summary>When the rules of a category lose a key they need; null: never.</summary>
    internal DateTimeOffset? KeysEndOf(CategoryId id) => _keysEnd.TryGetValue(id, out var end) ? end : null;
}
