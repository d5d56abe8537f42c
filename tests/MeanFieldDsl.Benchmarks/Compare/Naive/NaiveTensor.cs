using System.Numerics;

namespace MeanFieldDsl.Benchmarks.Compare;

/// <summary>a[i] b[j] c[k], entry by entry.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal sealed class NaiveTensor<T> : NaivePort<T>
    where T : struct, IFloatingPointIeee754<T>
{
    private readonly int[][] _index;
    private readonly T[] _y;
    private readonly T[] _g;
    private readonly T[] _gradient;

    public NaiveTensor(Workload workload)
        : base(workload)
    {
        int size = workload.ParticleLength / 3;
        _index = [.. workload.Inputs.Chunk(3).Select(row => row.Select((k, factor) => (factor * size) + (int)k).ToArray())];
        _y = Numbers(workload.Targets);
        _g = new T[_y.Length];
        _gradient = new T[workload.ParticleLength];
    }

    protected override void Step()
    {
        T n = T.CreateChecked(_y.Length);
        T m = T.CreateChecked(Theta.Length);
        for (int r = 0; r < _y.Length; r++)
        {
            int[] at = _index[r];
            T f = T.Zero;
            foreach (T[] theta in Theta)
            {
                f += theta[at[0]] * theta[at[1]] * theta[at[2]];
            }

            _g[r] = ((f / m) - _y[r]) / n;
        }

        foreach (T[] theta in Theta)
        {
            Array.Clear(_gradient);
            for (int r = 0; r < _y.Length; r++)
            {
                int[] at = _index[r];
                _gradient[at[0]] += _g[r] * theta[at[1]] * theta[at[2]];
                _gradient[at[1]] += _g[r] * theta[at[0]] * theta[at[2]];
                _gradient[at[2]] += _g[r] * theta[at[0]] * theta[at[1]];
            }

            for (int k = 0; k < theta.Length; k++)
            {
                theta[k] -= Rate * (_gradient[k] + (Decay * theta[k]));
            }
        }
    }
}
