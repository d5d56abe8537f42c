using System.Globalization;
using System.Text.Json;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>
/// The subcommand <c>compare</c>: the library's step and the peers', interleaved in one call. All are checked to make the same update
/// before one is timed.
/// </summary>
internal sealed class Comparison(Options options, Peers peers, string folder)
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private readonly Dictionary<Precision, double?> _peaks = [];

    public static int Run(string[] arguments)
    {
        if (Options.Parse(arguments) is not { } options)
        {
            return 2;
        }

        string folder = Directory.CreateTempSubdirectory("compare-").FullName;
        try
        {
            using Peers peers = new(folder, options.Threads);
            List<Figures> figures = new Comparison(options, peers, folder).Measure();
            if (options.Json is { } file)
            {
                File.WriteAllText(file, ToJson(figures));
            }

            return 0;
        }
        catch (PeerException reason)
        {
            Console.Error.WriteLine(reason.Message);
            return 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string ToJson(IReadOnlyList<Figures> figures) => JsonSerializer.Serialize(figures, Format);

    private List<Figures> Measure()
    {
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            _peaks[precision] = FmaPeak.Measure(precision) * options.Threads;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of fused multiply-adds in {Words(precision)}, threads {options.Threads}: {_peaks[precision] / 1e9:0.0} GFLOP/s"));
        }

        List<Figures> figures = [];
        foreach (string name in options.Workloads)
        {
            Workload workload = Workloads.Full(name);
            string file = Path.Combine(folder, "workload.bin");
            workload.Write(file);
            double[] expected;
            using (Ours reference = Ours.Start(workload, Precision.Double, options.Threads))
            {
                expected = Agreement.Update(reference, workload);
            }

            foreach (Precision precision in Enum.GetValues<Precision>())
            {
                figures.Add(Row(workload, file, precision, expected));
            }
        }

        return figures;
    }

    private Figures Row(Workload workload, string file, Precision precision, double[] expected)
    {
        Console.WriteLine($"\n{workload.Name}, {Words(precision)}, threads {options.Threads}: {workload.Shape}");
        using Ours ours = Ours.Start(workload, precision, options.Threads);
        List<(string Name, bool IsPython, IParticipant Participant)> all = [("ours", false, ours)];
        Console.WriteLine("  largest difference of the updates, relative (and what rounding allows):");
        if (precision != Precision.Double)
        {
            Check(workload, precision, expected, "ours", ours, "");
        }

        foreach (Peer peer in peers.Found)
        {
            (IParticipant participant, string variant) = peer.Start(workload, file, precision);
            Check(workload, precision, expected, peer.Name, participant, variant);
            all.Add((peer.Name, peer.IsPython, participant));
        }

        Race race = new([.. all.Select(static entry => entry.Participant)]);
        foreach ((string name, _, IParticipant participant) in all)
        {
            if (!participant.Particles().All(double.IsFinite))
            {
                throw new PeerException($"{workload.Name}, {Words(precision)}: the particles of {name} are no longer finite after the timed steps. No ratio is formed.");
            }
        }

        double[] milliseconds = [.. all.Select((_, who) => 1e3 * race.Seconds(who))];
        Print([.. all.Select(static entry => entry.Name)], race);

        double? RatioTo(int who) => who < 0 ? null : race.Ratio(who, 0).Median;
        int bestPython = Enumerable.Range(0, all.Count).Where(who => all[who].IsPython).OrderBy(who => milliseconds[who]).FirstOrDefault(-1);
        return new()
        {
            Workload = workload.Name,
            Precision = Words(precision),
            Threads = options.Threads,
            OursMs = milliseconds[0],
            PeersMs = all.Zip(milliseconds).Where(static entry => entry.First.Name != "ours").ToDictionary(static entry => entry.First.Name, static entry => entry.Second),
            RatioToAutograd = RatioTo(all.FindIndex(static entry => entry.Name == "pytorch-autograd")),
            RatioToBestPython = RatioTo(bestPython),
            RatioToC = RatioTo(all.FindIndex(static entry => entry.Name == "c")),
            FractionOfPeak = workload.Flops / (milliseconds[0] / 1e3) / _peaks[precision],
            AllocatedBytesPerStep = ours.AllocatedBytesPerStep,
        };
    }

    private static void Print(string[] names, Race race)
    {
        Console.WriteLine("  median of a step; ratio to ours, median and quartiles of the rounds:");
        for (int who = 0; who < names.Length; who++)
        {
            (double low, double median, double high) = race.Ratio(who, 0);
            string ratio = who > 0 ? string.Create(CultureInfo.InvariantCulture, $"{median,10:0.00}  ({low:0.00} to {high:0.00})") : "";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {names[who],-17} {1e3 * race.Seconds(who),11:0.0000} ms {ratio}").TrimEnd());
        }
    }

    private static void Check(Workload workload, Precision precision, double[] expected, string name, IParticipant participant, string variant)
    {
        double difference = Agreement.Difference(expected, Agreement.Update(participant, workload));
        double tolerance = Agreement.Tolerance(workload, precision, expected);
        string numbers = string.Create(CultureInfo.InvariantCulture, $"{difference:0.0e+00} ({tolerance:0.0e+00})");
        if (!(difference <= tolerance))
        {
            throw new PeerException(
                $"{workload.Name}, {Words(precision)}: {name} does not compute the same update as ours: the largest relative difference is {numbers}. No ratio is formed.");
        }

        Console.WriteLine($"  {name,-17} {numbers} {variant}");
    }

    private static string Words(Precision precision) => precision == Precision.Single ? "single" : "double";
}
