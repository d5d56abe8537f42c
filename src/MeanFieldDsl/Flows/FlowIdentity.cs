using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MeanFieldDsl;

/// <summary>What a run is, so that a checkpoint is continued by the same run alone. Limits, threads and reports may differ.</summary>
internal static class FlowIdentity
{
    private const int Probes = 3;
    private const ulong ProbeSeed = 20260101;

    public static string Of<TParticle>(MeanFieldProblem<TParticle> problem, Evaluator evaluator, FlowScheme scheme, FlowOptions options, ReadOnlySpan<double> start, string? method = null)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        ParticleLayout layout = problem.Layout;
        StringBuilder text = new();
        Add("model", problem.Name);
        Add("feature", $"{layout.Feature}({string.Join(", ", layout.Parameters.Select(static p => $"{p.Name}[{p.Length}]"))})");
        Add("data", problem.DataDigest ?? "none");
        Add("formula and hyper-parameters, by F at probes", Fingerprint(problem, problem.TakesAnyCount ? Probes : evaluator.ParticleCount));
        Add("output scale", problem.OutputScale.ToString("R", CultureInfo.InvariantCulture));
        Add("particles", $"{evaluator.ParticleCount}");
        Add("start", $"SHA-256 {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(start)))}");
        Add("precision", evaluator.MachineEpsilon > 1e-8 ? "single" : "double");
        Add("reproducible", options.Reproducible ? "yes" : "no");
        Add("scheme", $"{scheme}");
        Add("seed", $"{options.Seed}");
        Add("longest step", options.MaxStep is { } longest ? longest.ToString("R", CultureInfo.InvariantCulture) : "none");
        Add("saved times", string.Join(" ", options.SaveAt.Select(static t => t.ToString("R", CultureInfo.InvariantCulture))));
        Add("events", string.Join("; ", options.Events.Select(static e => $"{e.Name} at {e.Level.ToString("R", CultureInfo.InvariantCulture)}")));
        if (method is not null)
        {
            Add("method", method);
        }

        return text.ToString();

        void Add(string key, string value) => text.Append(key).Append(": ").Append(value.ReplaceLineEndings(" ")).Append('\n');
    }

    // Hyper-parameters have no names here; F shows them. Nine digits are the same on every processor.
    private static string Fingerprint<TParticle>(MeanFieldProblem<TParticle> problem, int count)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        using Evaluator evaluator = problem.CreateEvaluator(count, threads: 1);
        double[] particles = new double[count * problem.Layout.Dimension];
        Initialisation.Gaussian().Fill(problem.Layout, count, ProbeSeed, particles);
        double whole = evaluator.Objective(particles);
        for (int k = 0; k < particles.Length; k++)
        {
            particles[k] = Math.Abs(particles[k]);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{whole:E8} {evaluator.Objective(particles):E8}");
    }
}
