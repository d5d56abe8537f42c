using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>What is done with the inner products of some rows and a panel: the features are added to the predictions, the sides of their kinks kept.</summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TLanes">The SIMD width; lanes run over particles.</typeparam>
/// <typeparam name="TNumber">double or float.</typeparam>
internal static class PatternTile<TFeature, TLanes, TNumber>
    where TFeature : struct, IPatternKernel
    where TLanes : unmanaged, ILanes<TLanes, TNumber>
    where TNumber : unmanaged
{
    /// <summary>The most rows of a call; their bits are in one word.</summary>
    public const int Rows = 32;

    /// <summary>Reads up to <see cref="Rows"/> rows.</summary>
    /// <param name="feature">The feature's code.</param>
    /// <param name="forms">Rows × width inner products.</param>
    /// <param name="panel">A row that is 1 for particles and 0 for padding, then the scalars.</param>
    /// <param name="inputs">For each eight rows the first number of each, then the second.</param>
    /// <param name="stride">The distance from the numbers of eight rows to those of the next.</param>
    /// <param name="sums">For each row the lanes of a prediction, which are added to.</param>
    /// <param name="words">For each particle a word with one bit for each row; those of the tile's rows are set.</param>
    /// <param name="bits">For each row a number whose only bit is that of the row.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Activate(TFeature feature, ref TNumber forms, ref TNumber panel, ref TNumber inputs, nint stride, ref TNumber sums, ref TNumber words, ref TNumber bits, nint rows)
    {
        nint width = Tiles.Width<TLanes>();
        Particles p0 = default, p1 = default, p2 = default;
        p0.Read(ref panel, width);
        p1.Read(ref Unsafe.Add(ref panel, TLanes.Count), width);
        p2.Read(ref Unsafe.Add(ref panel, 2 * TLanes.Count), width);
        TLanes w0 = TLanes.Load(ref words), w1 = TLanes.Load(ref Unsafe.Add(ref words, TLanes.Count)), w2 = TLanes.Load(ref Unsafe.Add(ref words, 2 * TLanes.Count));
        for (nint r = 0; r < rows; r++)
        {
            TLanes bit = TLanes.Repeat(ref Unsafe.Add(ref bits, r));
            TLanes sum = TLanes.Load(ref Unsafe.Add(ref sums, r * TLanes.Count));
            ShortPoint<TLanes> point = default;
            nint at = (r / Tiles.Rows * stride) + (r % Tiles.Rows);
            if (TFeature.InputCount > 0)
            {
                point.Input0 = TLanes.Repeat(ref Unsafe.Add(ref inputs, at));
            }

            if (TFeature.InputCount > 1)
            {
                point.Input1 = TLanes.Repeat(ref Unsafe.Add(ref inputs, Tiles.Rows + at));
            }

            point.Form = TLanes.Load(ref Unsafe.Add(ref forms, r * width));
            p0.Give(ref point);
            w0 = TLanes.Or(w0, TLanes.And(feature.Decide(ref point), bit));
            sum = TLanes.MultiplyAdd(p0.Alive, point.Value, sum);
            point.Form = TLanes.Load(ref Unsafe.Add(ref forms, (r * width) + TLanes.Count));
            p1.Give(ref point);
            w1 = TLanes.Or(w1, TLanes.And(feature.Decide(ref point), bit));
            sum = TLanes.MultiplyAdd(p1.Alive, point.Value, sum);
            point.Form = TLanes.Load(ref Unsafe.Add(ref forms, (r * width) + (2 * TLanes.Count)));
            p2.Give(ref point);
            w2 = TLanes.Or(w2, TLanes.And(feature.Decide(ref point), bit));
            sum = TLanes.MultiplyAdd(p2.Alive, point.Value, sum);
            TLanes.Store(sum, ref Unsafe.Add(ref sums, r * TLanes.Count));
        }

        TLanes.Store(w0, ref words);
        TLanes.Store(w1, ref Unsafe.Add(ref words, TLanes.Count));
        TLanes.Store(w2, ref Unsafe.Add(ref words, 2 * TLanes.Count));
    }

    // The numbers of the particles in the lanes of one vector.
    private struct Particles
    {
        public TLanes Alive;
        private TLanes _scalar0;
        private TLanes _scalar1;
        private TLanes _scalar2;
        private TLanes _scalar3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Read(ref TNumber panel, nint width)
        {
            Alive = TLanes.Load(ref panel);
            if (TFeature.ScalarCount > 0)
            {
                _scalar0 = TLanes.Load(ref Unsafe.Add(ref panel, width));
            }

            if (TFeature.ScalarCount > 1)
            {
                _scalar1 = TLanes.Load(ref Unsafe.Add(ref panel, 2 * width));
            }

            if (TFeature.ScalarCount > 2)
            {
                _scalar2 = TLanes.Load(ref Unsafe.Add(ref panel, 3 * width));
            }

            if (TFeature.ScalarCount > 3)
            {
                _scalar3 = TLanes.Load(ref Unsafe.Add(ref panel, 4 * width));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Give(ref ShortPoint<TLanes> point)
        {
            point.Scalar0 = _scalar0;
            point.Scalar1 = _scalar1;
            point.Scalar2 = _scalar2;
            point.Scalar3 = _scalar3;
        }
    }
}
