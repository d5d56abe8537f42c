using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>w exp(−(x − t)² / (2 s²)), pair by pair.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal sealed class NaiveGauss<T> : NaivePort<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly T[] _x;
    private readonly T[] _y;
    private readonly T[] _g;
    private readonly T _square;

    public NaiveGauss(Workload workload)
        : base(workload)
    {
        _x = Numbers(workload.Inputs);
        _y = Numbers(workload.Targets);
        _g = new T[_x.Length];
        _square = T.CreateChecked(workload.Width * workload.Width);
    }

    protected override void Step()
    {
        T n = T.CreateChecked(_x.Length);
        T m = T.CreateChecked(Theta.Length);
        for (int r = 0; r < _x.Length; r++)
        {
            T f = T.Zero;
            foreach (T[] theta in Theta)
            {
                f += theta[0] * Bump(_x[r] - theta[1]);
            }

            _g[r] = ((f / m) - _y[r]) / n;
        }

        foreach (T[] theta in Theta)
        {
            T weight = T.Zero;
            T centre = T.Zero;
            for (int r = 0; r < _x.Length; r++)
            {
                T u = _x[r] - theta[1];
                weight += _g[r] * Bump(u);
                centre += _g[r] * theta[0] * Bump(u) * u / _square;
            }

            theta[0] -= Rate * (weight + (Decay * theta[0]));
            theta[1] -= Rate * (centre + (Decay * theta[1]));
        }
    }

    private T Bump(T u) => T.Exp(-u * u / (_square + _square));
}
