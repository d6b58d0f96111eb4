namespace Gateway.Benchmarks.Comparing;

/// <summary>
/// Several ways to do one thing, one after the other in each round, so that a neighbour on the machine meets them all.
/// </summary>
/// <param name="Unit">Of one operation, in bytes or pieces, for a rate.</param>
internal sealed record Contest(string Title, double Unit, IReadOnlyList<Contender> Contenders)
{
    /// <summary>
    /// Medians over the rounds: nanoseconds of each, and how many times faster the first is, which is measured anew
    /// right before each of the others: what a shared machine does in one second it does not do in the next.
    /// </summary>
    internal IReadOnlyList<Standing> Run(int rounds)
    {
        var times = Contenders.Select(_ => new List<double>()).ToList();
        var ratios = Contenders.Select(_ => new List<double>()).ToList();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < Contenders.Count; i++)
            {
                var first = Contenders[0].Nanoseconds();
                var one = i == 0 ? first : Contenders[i].Nanoseconds();

                // The first round is for the compiler.
                if (round > 0)
                {
                    times[i].Add(one);
                    ratios[i].Add(one / first);
                }
            }
        }

        return
        [
            .. Contenders.Select((contender, i) => new Standing(
                contender.Name, Median(times[i]), Median(ratios[i]), contender.Wanted)),
        ];
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}

/// <summary>One way to do it.</summary>
/// <param name="Wanted">How many times faster the first is to be; 0: nothing is wanted.</param>
/// <param name="Pass">It once, where it is in this process.</param>
internal sealed record Contender(string Name, Func<double> Nanoseconds, double Wanted = 0, Action? Pass = null)
{
    private const double BatchSeconds = 0.15;

    /// <summary>In this process, in a batch that is long enough for the clock.</summary>
    internal static Contender Of(string name, Action pass, double wanted = 0)
    {
        var count = 0;
        return new Contender(name, Measure, wanted, pass);

        double Measure()
        {
            if (count == 0)
            {
                // Twice, with time between for the compiler to look at what is hot.
                Time(pass, 200);
                Thread.Yield();
                count = Math.Max(1, (int)(BatchSeconds * 1e9 / Math.Max(1, Time(pass, 50))));
                Time(pass, count);
            }

            // A processor that has slept, while another process was measured, takes its time to be as fast again.
            Time(pass, count);
            return Time(pass, count);
        }
    }

    private static double Time(Action pass, int count)
    {
        var before = ProcessorTime.Own;
        for (var i = 0; i < count; i++)
        {
            pass();
        }

        return (ProcessorTime.Own - before) / count;
    }
}

/// <summary>How one came out.</summary>
/// <param name="Ratio">Its time over the first one's, round by round, the median.</param>
internal sealed record Standing(string Name, double Nanoseconds, double Ratio, double Wanted);
