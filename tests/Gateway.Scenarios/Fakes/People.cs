using System.Globalization;
using System.Security.Cryptography;

namespace Gateway.Scenarios.Fakes;

/// <summary>Nobody's identifiers, valid in form, made at run time so that none stands in a file or a test's name.</summary>
internal static class People
{
    /// <summary>GB 11643-1999, with its ISO 7064 check character.</summary>
    internal static string ResidentId()
    {
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var digits = string.Create(
            CultureInfo.InvariantCulture,
            $"440106{RandomNumberGenerator.GetInt32(1950, 2000)}{RandomNumberGenerator.GetInt32(1, 13):D2}{RandomNumberGenerator.GetInt32(1, 29):D2}{RandomNumberGenerator.GetInt32(0, 1000):D3}");
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return digits + "10X98765432"[sum % 11];
    }

    internal static string Mobile() =>
        string.Create(CultureInfo.InvariantCulture, $"138{RandomNumberGenerator.GetInt32(10_000_000, 100_000_000)}");
}
