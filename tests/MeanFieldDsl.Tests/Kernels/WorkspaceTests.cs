using MeanFieldDsl.Kernels;
using MeanFieldDsl.Library;
using MeanFieldDsl.Tests.Kernels.Ridge;
using MeanFieldDsl.Tests.Reproducible;

namespace MeanFieldDsl.Tests.Kernels;

/// <summary>The native memory that problems and evaluators say they hold, and the threads they start.</summary>
public sealed class WorkspaceTests
{
    private static readonly SquaredL2 Decay = new() { Lambda = 0.125 };

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_bytes_are_those_of_the_buffers(int threads)
    {
        foreach (int m in new[] { 1, 30, 700 })
        {
            Check(() => new ReluRidge(Decay).On(Data(40, 5)), m, threads);
            Check(() => new ReluSingle(Decay).On(Data(40, 5)), m, threads);
            Check(() => new ReluRidge(Decay).On(Data(1030, 2)), m, threads);
            Check(() => new HingeSingle(Decay).On(Data(40, 2)), m, threads);
            Check(() => new SpikeOnGrid(new GaussianSpike { Width = 0.125 }, Decay).On(Data(40, 1)), m, threads);
            Check(() => new SpikeOnGrid(new GaussianSpike { Width = 0.125 }, Decay).On(Data(80, 1)), m, threads);
            Check(() => new TensorByPairs(Decay).On(Data(40, 3), 50, 50, 50), m, threads);
            Check(() => new BumpsInWells(new Bumps { Scale = 1 }, new Wells { Lambda = 1 }).On(Data(40, 3)), m, threads);
        }
    }

    [Fact]
    public void More_threads_hold_more()
    {
        MeanFieldProblem<ReluNeuron.Particle> problem = new ReluRidge(Decay).On(Data(40, 5));
        using Evaluator one = problem.CreateEvaluator(300, 1), three = problem.CreateEvaluator(300, 3);
        Assert.True(three.WorkspaceBytes > one.WorkspaceBytes);
        Assert.Equal((1, 3), (one.ThreadCount, three.ThreadCount));
    }

    [Fact]
    public void Little_work_starts_no_thread()
    {
        using Evaluator ridge = new ReluRidge(Decay).On(Data(100, 5)).CreateEvaluator(20);
        using Evaluator shortForms = new ReluRidge(Decay).On(Data(100, 2)).CreateEvaluator(20);
        using Evaluator pairs = new BumpsInWells(new Bumps { Scale = 1 }, new Wells { Lambda = 1 }).On(Data(100, 3)).CreateEvaluator(20);
        Assert.Equal((1, 1, 1), (ridge.ThreadCount, shortForms.ThreadCount, pairs.ThreadCount));
    }

    [Fact]
    public void Much_work_starts_all_that_help()
    {
        using Evaluator ridge = new ReluRidge(Decay).On(Data(1000, 5)).CreateEvaluator(2000);
        using Evaluator shortForms = new ReluRidge(Decay).On(Data(1000, 2)).CreateEvaluator(2000);
        using Evaluator pairs = new BumpsInWells(new Bumps { Scale = 1 }, new Wells { Lambda = 1 }).On(Data(1000, 3)).CreateEvaluator(2000);
        int most = Math.Min(Environment.ProcessorCount, 10);
        Assert.All([ridge, shortForms, pairs], evaluator => Assert.InRange(evaluator.ThreadCount, most, Environment.ProcessorCount));
    }

    // Rows of a grid, so that exponentials run along them, and indices too.
    private static DataSet Data(int rows, int dimension)
    {
        double[][] inputs = [.. Enumerable.Range(0, rows).Select(r => Enumerable.Repeat((double)r, dimension).ToArray())];
        return DataSet.From(dimension == 1 ? [.. inputs.Select(static x => new[] { x[0] * 0.01 })] : inputs, new double[rows]);
    }

    private static void Check<TParticle>(Func<MeanFieldProblem<TParticle>> bind, int m, int threads)
        where TParticle : IParticle<TParticle>, allows ref struct
    {
        long before = NativeBytes.AllocatedByThread;
        MeanFieldProblem<TParticle> problem = bind();
        Assert.Equal(NativeBytes.AllocatedByThread - before, problem.DataBytes);
        Assert.True(problem.DataBytes >= 8 * problem.RowCount);

        before = NativeBytes.AllocatedByThread;
        using Evaluator evaluator = problem.CreateEvaluator(m, threads);
        long held = NativeBytes.AllocatedByThread - before;
        Assert.Equal((problem.Name, held), (problem.Name, evaluator.WorkspaceBytes));

        // A step allocates nothing.
        double[] theta = new double[m * problem.Layout.Dimension];
        _ = evaluator.ObjectiveAndVelocity(theta, new double[theta.Length], out _);
        Assert.Equal(held, NativeBytes.AllocatedByThread - before);
    }
}
