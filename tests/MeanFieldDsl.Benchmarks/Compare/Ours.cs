using System.Diagnostics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>The library's step: an evaluator and three buffers, as a flow with a fixed step would use them.</summary>
internal sealed class Ours : IParticipant, IDisposable
{
    private readonly Evaluator _evaluator;
    private readonly double[] _start;
    private readonly double _step;
    private readonly bool _isAlone;
    private readonly double[] _velocity;
    private double[] _theta;
    private double[] _moved;

    private Ours(Evaluator evaluator, Workload workload, bool isAlone)
    {
        _isAlone = isAlone;
        _evaluator = evaluator;
        _start = workload.Start;
        _step = workload.Step;
        _theta = new double[_start.Length];
        _moved = new double[_start.Length];
        _velocity = new double[_start.Length];
    }

    /// <summary>The bytes allocated by the thread, or with more than one by all threads, in the steps of the last run, by step.</summary>
    public double AllocatedBytesPerStep { get; private set; }

    /// <summary>The library on a workload.</summary>
    public static Ours Start(Workload workload, Precision precision, int threads) => workload.Family switch
    {
        Family.Relu or Family.Sigmoid => NetworkModels.Start(workload, precision, threads),
        Family.Gauss => GaussModel.Start(workload, precision, threads),
        Family.Torus => TorusModel.Start(workload, precision, threads),
        _ => TensorModel.Start(workload, precision, threads),
    };

    /// <summary>A problem made ready for steps.</summary>
    public static Ours Of<TParticle>(MeanFieldProblem<TParticle> problem, Workload workload, int threads)
        where TParticle : IParticle<TParticle>, allows ref struct =>
        new(problem.CreateEvaluator(workload.Particles, threads), workload, threads == 1);

    public double Run(int steps)
    {
        _start.CopyTo(_theta, 0);
        long before = Allocated();
        long begin = Stopwatch.GetTimestamp();
        for (int k = 0; k < steps; k++)
        {
            _ = _evaluator.ObjectiveAndStep(_theta, _step, _velocity, _moved, out _);
            (_theta, _moved) = (_moved, _theta);
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        AllocatedBytesPerStep = (double)(Allocated() - before) / steps;
        return seconds;
    }

    public double[] Particles() => [.. _theta];

    public void Dispose() => _evaluator.Dispose();

    private long Allocated() => _isAlone ? GC.GetAllocatedBytesForCurrentThread() : GC.GetTotalAllocatedBytes(precise: true);
}
