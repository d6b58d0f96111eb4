using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using Microsoft.FSharp.Core;

namespace Gateway.Drawing;

/// <summary>
/// How property tests draw their cases: the same ones every time, so that a change fails only for what it changed.
/// GATEWAY_DRAWS=N looks for what nobody has met yet: N times as many, from a seed nobody chose (./run explore N).
/// What fails there prints its seed, and becomes a test of its own.
/// </summary>
internal static class Draws
{
    private const ulong Seed = 20261122;

    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("GATEWAY_DRAWS"), CultureInfo.InvariantCulture, out var factor)
            ? factor
            : 0;

    internal static Config Of(int count)
    {
        var seed = Factor > 0 ? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))) : Seed;
        var replay = new Replay(new Rnd(seed), FSharpOption<int>.None);
        return Config.QuickThrowOnFailure
            .WithMaxTest(count * Math.Max(1, Factor))
            .WithReplay(FSharpOption<Replay>.Some(replay));
    }
}
