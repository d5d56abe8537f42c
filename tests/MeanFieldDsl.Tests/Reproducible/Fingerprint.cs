using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MeanFieldDsl.Kernels;

namespace MeanFieldDsl.Tests.Reproducible;

/// <summary>The bits of a few steps, of a flow with its certificate, and of predictions.</summary>
internal static class Fingerprint
{
    private const int Steps = 4;

    public static string Of<TParticle>(MeanFieldProblem<TParticle> problem, DataSet? data, bool reproducible, int threads, int particles = 61)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        CounterRandom random = new(13, 0);
        int length = particles * problem.Layout.Dimension;
        double[] theta = [.. Enumerable.Range(0, length).Select(_ => 0.5 * random.NextGaussian())], moved = new double[length], velocity = new double[length];
        using Evaluator evaluator = problem.CreateEvaluator(particles, threads, reproducible);
        for (int k = 0; k < Steps; k++)
        {
            Add(hash, [evaluator.ObjectiveAndStep(theta, 0.125, velocity, moved, out double speed), speed]);
            (theta, moved) = (moved, theta);
        }

        Add(hash, theta);
        Add(hash, evaluator.Predictions);
        Add(hash, [evaluator.FirstVariation(theta.AsSpan(0, problem.Layout.Dimension))]);

        FlowResult<TParticle> flow = GradientFlow.Run(problem, new() { InitialParticles = theta, MaxIterations = Steps, RandomProbes = 10, Threads = threads, Reproducible = reproducible });
        Add(hash, flow.Particles.Values);
        FirstVariationReport report = flow.FirstVariation!;
        Add(hash, [.. report.Minimiser, flow.FlowTime, flow.Objective]);
        Add(hash, [report.SupportMean, report.Lowest, report.Tolerance]);
        Add(hash, data is null ? [] : problem.Predict(flow.Particles, data, reproducible));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The bits of the functions that regularizers call, at many points.</summary>
    public static string OfFunctions()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Func<double, double>[] functions =
        [
            ScalarMath.Exp, ScalarMath.Expm1, ScalarMath.Log, ScalarMath.Log1p, ScalarMath.Sigmoid, ScalarMath.Softplus, ScalarMath.Tanh, ScalarMath.Sinc, ScalarMath.SincPrime,
            ScalarMath.Erf, ScalarMath.NormalCdf, ScalarMath.Sinh, ScalarMath.Cosh, ScalarMath.Cbrt, ScalarMath.Sin, ScalarMath.Cos, ScalarMath.Tan, ScalarMath.Atan,
            static x => ScalarMath.Pow(x, 0.3),
        ];
        foreach (Func<double, double> function in functions)
        {
            Add(hash, [.. Enumerable.Range(1, 4000).Select(k => function(k * 0.00173))]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<double> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
}
