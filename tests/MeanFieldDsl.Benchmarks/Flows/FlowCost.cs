using System.Diagnostics;
using System.Globalization;
using MeanFieldDsl.Benchmarks.Compare;
using MeanFieldDsl.Library;

namespace MeanFieldDsl.Benchmarks.Flows;

/// <summary>The subcommand <c>flows</c>: what the run loop adds to the evaluator's steps, and what reports add to the run loop.</summary>
internal static class FlowCost
{
    private const int Rounds = 21;

    private static readonly (int Dimension, int Rows, int Particles)[] Shapes = [(2, 100, 20), (2, 1000, 200), (20, 1000, 500)];

    public static int Run(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            Console.Error.WriteLine("flows takes no arguments");
            return 2;
        }

        Console.WriteLine("| d, n, m | a step of the evaluator, µs | in a run, by it | with reports every 100 steps, by the run | with a report at each step, by the run |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach ((int dimension, int rows, int particles) in Shapes)
        {
            MeanFieldProblem<ReluNeuron.Particle> problem = new ReluNetwork(new SquaredL2 { Lambda = 1.0 / 1024 }).On(Cloud(dimension, rows));
            double[] start = new double[particles * problem.Layout.Dimension];
            Initialisation.Sphere().Fill(problem.Layout, particles, 1, start);
            int steps = Math.Max(200, 8_000_000 / (rows * particles));
            FlowOptions options = new()
            {
                InitialParticles = start,
                Scheme = FlowScheme.FixedStep(RungeKuttaMethod.Euler, 1e-4),
                MaxIterations = steps,
                RandomProbes = 0,
                Threads = 1,
                Tolerance = 1e-12,
                HistoryEvery = 1_000_000,
            };
            Sink sink = new();
            Func<double>[] contenders =
            [
                () => Bare(problem, start, steps),
                () => InRun(problem, options, null, steps),
                () => InRun(problem, options, sink, steps),
                () => InRun(problem, options with { ReportEvery = 1 }, sink, steps),
            ];
            double[][] times = [.. contenders.Select(_ => new double[Rounds])];
            for (int round = -3; round < Rounds; round++)
            {
                for (int c = 0; c < contenders.Length; c++)
                {
                    int which = (c + Math.Abs(round)) % contenders.Length;
                    double time = contenders[which]();
                    if (round >= 0)
                    {
                        times[which][round] = time;
                    }
                }
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {dimension}, {rows}, {particles} | {1e6 * Median(times[0]):0.00} | {Ratio(times[1], times[0]):0.000} | {Ratio(times[2], times[1]):0.000} | {Ratio(times[3], times[1]):0.000} |"));
        }

        return 0;
    }

    private static double Bare(MeanFieldProblem<ReluNeuron.Particle> problem, double[] start, int steps)
    {
        using Evaluator evaluator = problem.CreateEvaluator(start.Length / problem.Layout.Dimension, threads: 1);
        double[] theta = [.. start], velocity = new double[start.Length], moved = new double[start.Length];
        long begin = Stopwatch.GetTimestamp();
        for (int k = 0; k < steps; k++)
        {
            _ = evaluator.ObjectiveAndStep(theta, 1e-4, velocity, moved, out _);
            (theta, moved) = (moved, theta);
        }

        return Stopwatch.GetElapsedTime(begin).TotalSeconds / steps;
    }

    private static double InRun(MeanFieldProblem<ReluNeuron.Particle> problem, FlowOptions options, IProgress<FlowReport>? progress, int steps)
    {
        FlowResult<ReluNeuron.Particle> run = GradientFlow.Run(problem, options, progress);
        return run.Iterations == steps ? run.Elapsed.TotalSeconds / steps : throw new InvalidOperationException(run.ToString());
    }

    private static double Ratio(double[] times, double[] by) => Median([.. times.Zip(by, static (a, b) => a / b)]);

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static DataSet Cloud(int dimension, int rows)
    {
        CounterRandom random = new(1, 1);
        double[][] inputs = new double[rows][];
        double[] targets = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            inputs[r] = new double[dimension];
            for (int k = 0; k < dimension; k++)
            {
                inputs[r][k] = random.NextGaussian();
            }

            targets[r] = random.NextGaussian();
        }

        return DataSet.From(inputs, targets);
    }

    private sealed class Sink : IProgress<FlowReport>
    {
        private double _last;

        public void Report(FlowReport value) => _last += value.Objective;
    }
}
