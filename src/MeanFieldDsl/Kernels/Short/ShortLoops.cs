using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// The loops over pairs for short inner products, whose length the JIT compiler knows. Forward, lanes run over rows and the sum over
/// particles stays in registers; backward, lanes run over particles and the sums over rows do.
/// </summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TNumber">double or float.</typeparam>
/// <typeparam name="TSize">The length of the inner product, at most 4.</typeparam>
internal static class ShortLoops<TFeature, TNumber, TSize>
    where TFeature : struct, IShortKernel
    where TNumber : unmanaged
    where TSize : struct, ITileSize
{
    /// <summary>values[r] = Σ_i φ(θ_i; x_r).</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="theta">Number after number of the particle, scalars before the vector.</param>
    /// <param name="width">The distance between two numbers of a particle.</param>
    /// <param name="particles">The number of particles.</param>
    /// <param name="rows">Column after column.</param>
    /// <param name="stride">The distance between columns.</param>
    /// <param name="count">The number of rows, a multiple of the lanes.</param>
    /// <param name="values">One number for each row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward<TLanes>(TFeature feature, ref TNumber theta, nint width, nint particles, ref TNumber rows, nint stride, nint count, ref TNumber values)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
    {
        ref TNumber vector = ref Unsafe.Add(ref theta, TFeature.ScalarCount * width);
        for (nint row = 0; row < count; row += TLanes.Count)
        {
            Row<TLanes> x = default;
            x.Read(ref Unsafe.Add(ref rows, row), stride);
            TLanes sum = TLanes.Zero;
            for (nint i = 0; i < particles; i++)
            {
                ShortPoint<TLanes> point = default;
                if (TSize.Value > 0)
                {
                    point.Form = TLanes.Repeat(ref Unsafe.Add(ref vector, i)) * x.X0;
                }

                if (TSize.Value > 1)
                {
                    point.Form = TLanes.MultiplyAdd(TLanes.Repeat(ref Unsafe.Add(ref vector, width + i)), x.X1, point.Form);
                }

                if (TSize.Value > 2)
                {
                    point.Form = TLanes.MultiplyAdd(TLanes.Repeat(ref Unsafe.Add(ref vector, (2 * width) + i)), x.X2, point.Form);
                }

                if (TSize.Value > 3)
                {
                    point.Form = TLanes.MultiplyAdd(TLanes.Repeat(ref Unsafe.Add(ref vector, (3 * width) + i)), x.X3, point.Form);
                }

                if (TFeature.ScalarCount > 0)
                {
                    point.Scalar0 = TLanes.Repeat(ref Unsafe.Add(ref theta, i));
                }

                if (TFeature.ScalarCount > 1)
                {
                    point.Scalar1 = TLanes.Repeat(ref Unsafe.Add(ref theta, width + i));
                }

                if (TFeature.ScalarCount > 2)
                {
                    point.Scalar2 = TLanes.Repeat(ref Unsafe.Add(ref theta, (2 * width) + i));
                }

                if (TFeature.ScalarCount > 3)
                {
                    point.Scalar3 = TLanes.Repeat(ref Unsafe.Add(ref theta, (3 * width) + i));
                }

                point.Input0 = x.Input0;
                point.Input1 = x.Input1;
                feature.Evaluate(ref point);
                sum += point.Value;
            }

            TLanes.Store(sum, ref Unsafe.Add(ref values, row));
        }
    }

    /// <summary>gradient[i] += Σ_r c_r ∇φ(θ_i; x_r).</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="theta">Number after number of the particle, scalars before the vector.</param>
    /// <param name="width">The distance between two numbers of a particle, and of a gradient.</param>
    /// <param name="particles">The number of particles, a multiple of the lanes.</param>
    /// <param name="rows">Column after column.</param>
    /// <param name="stride">The distance between columns.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="cotangents">c_r, one number for each row.</param>
    /// <param name="gradient">Number after number, in the order of the particle's.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward<TLanes>(TFeature feature, ref TNumber theta, nint width, nint particles, ref TNumber rows, nint stride, nint count, ref TNumber cotangents, ref TNumber gradient)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
    {
        ref TNumber vector = ref Unsafe.Add(ref theta, TFeature.ScalarCount * width);
        ref TNumber inputs = ref Unsafe.Add(ref rows, TSize.Value * stride);
        for (nint lane = 0; lane < particles; lane += TLanes.Count)
        {
            Particle<TLanes> p = default;
            p.Read(ref Unsafe.Add(ref theta, lane), ref Unsafe.Add(ref vector, lane), width);
            TLanes g0 = TLanes.Zero, g1 = TLanes.Zero, g2 = TLanes.Zero, g3 = TLanes.Zero;
            TLanes s0 = TLanes.Zero, s1 = TLanes.Zero, s2 = TLanes.Zero, s3 = TLanes.Zero;
            for (nint r = 0; r < count; r++)
            {
                TLanes x0 = TLanes.Zero, x1 = TLanes.Zero, x2 = TLanes.Zero, x3 = TLanes.Zero;
                ShortPoint<TLanes> point = default;
                if (TSize.Value > 0)
                {
                    x0 = TLanes.Repeat(ref Unsafe.Add(ref rows, r));
                    point.Form = p.W0 * x0;
                }

                if (TSize.Value > 1)
                {
                    x1 = TLanes.Repeat(ref Unsafe.Add(ref rows, stride + r));
                    point.Form = TLanes.MultiplyAdd(p.W1, x1, point.Form);
                }

                if (TSize.Value > 2)
                {
                    x2 = TLanes.Repeat(ref Unsafe.Add(ref rows, (2 * stride) + r));
                    point.Form = TLanes.MultiplyAdd(p.W2, x2, point.Form);
                }

                if (TSize.Value > 3)
                {
                    x3 = TLanes.Repeat(ref Unsafe.Add(ref rows, (3 * stride) + r));
                    point.Form = TLanes.MultiplyAdd(p.W3, x3, point.Form);
                }

                if (TFeature.InputCount > 0)
                {
                    point.Input0 = TLanes.Repeat(ref Unsafe.Add(ref inputs, r));
                }

                if (TFeature.InputCount > 1)
                {
                    point.Input1 = TLanes.Repeat(ref Unsafe.Add(ref inputs, stride + r));
                }

                point.Scalar0 = p.Scalar0;
                point.Scalar1 = p.Scalar1;
                point.Scalar2 = p.Scalar2;
                point.Scalar3 = p.Scalar3;
                feature.Evaluate(ref point);
                TLanes cotangent = TLanes.Repeat(ref Unsafe.Add(ref cotangents, r));
                if (TSize.Value > 0)
                {
                    TLanes slope = cotangent * point.FormSlope;
                    g0 = TLanes.MultiplyAdd(slope, x0, g0);
                    if (TSize.Value > 1)
                    {
                        g1 = TLanes.MultiplyAdd(slope, x1, g1);
                    }

                    if (TSize.Value > 2)
                    {
                        g2 = TLanes.MultiplyAdd(slope, x2, g2);
                    }

                    if (TSize.Value > 3)
                    {
                        g3 = TLanes.MultiplyAdd(slope, x3, g3);
                    }
                }

                if (TFeature.ScalarCount > 0)
                {
                    s0 = TLanes.MultiplyAdd(cotangent, point.Slope0, s0);
                }

                if (TFeature.ScalarCount > 1)
                {
                    s1 = TLanes.MultiplyAdd(cotangent, point.Slope1, s1);
                }

                if (TFeature.ScalarCount > 2)
                {
                    s2 = TLanes.MultiplyAdd(cotangent, point.Slope2, s2);
                }

                if (TFeature.ScalarCount > 3)
                {
                    s3 = TLanes.MultiplyAdd(cotangent, point.Slope3, s3);
                }
            }

            ref TNumber scalars = ref Unsafe.Add(ref gradient, lane);
            Add(ref scalars, width, TFeature.ScalarCount, s0, s1, s2, s3);
            Add(ref Unsafe.Add(ref scalars, TFeature.ScalarCount * width), width, TSize.Value, g0, g1, g2, g3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(ref TNumber target, nint width, int count, TLanes v0, TLanes v1, TLanes v2, TLanes v3)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
    {
        Add(ref target, 0, count, v0);
        Add(ref Unsafe.Add(ref target, width), 1, count, v1);
        Add(ref Unsafe.Add(ref target, 2 * width), 2, count, v2);
        Add(ref Unsafe.Add(ref target, 3 * width), 3, count, v3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(ref TNumber target, int index, int count, TLanes value)
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
    {
        if (index < count)
        {
            TLanes.Store(TLanes.Load(ref target) + value, ref target);
        }
    }

    // Some rows, in registers.
    private struct Row<TLanes>
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
    {
        public TLanes X0, X1, X2, X3, Input0, Input1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Read(ref TNumber rows, nint stride)
        {
            if (TSize.Value > 0)
            {
                X0 = TLanes.Load(ref rows);
            }

            if (TSize.Value > 1)
            {
                X1 = TLanes.Load(ref Unsafe.Add(ref rows, stride));
            }

            if (TSize.Value > 2)
            {
                X2 = TLanes.Load(ref Unsafe.Add(ref rows, 2 * stride));
            }

            if (TSize.Value > 3)
            {
                X3 = TLanes.Load(ref Unsafe.Add(ref rows, 3 * stride));
            }

            if (TFeature.InputCount > 0)
            {
                Input0 = TLanes.Load(ref Unsafe.Add(ref rows, TSize.Value * stride));
            }

            if (TFeature.InputCount > 1)
            {
                Input1 = TLanes.Load(ref Unsafe.Add(ref rows, (TSize.Value + 1) * stride));
            }
        }
    }

    // Some particles, in registers.
    private struct Particle<TLanes>
        where TLanes : unmanaged, ILanes<TLanes, TNumber>
    {
        public TLanes W0, W1, W2, W3, Scalar0, Scalar1, Scalar2, Scalar3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Read(ref TNumber scalars, ref TNumber vector, nint width)
        {
            if (TSize.Value > 0)
            {
                W0 = TLanes.Load(ref vector);
            }

            if (TSize.Value > 1)
            {
                W1 = TLanes.Load(ref Unsafe.Add(ref vector, width));
            }

            if (TSize.Value > 2)
            {
                W2 = TLanes.Load(ref Unsafe.Add(ref vector, 2 * width));
            }

            if (TSize.Value > 3)
            {
                W3 = TLanes.Load(ref Unsafe.Add(ref vector, 3 * width));
            }

            if (TFeature.ScalarCount > 0)
            {
                Scalar0 = TLanes.Load(ref scalars);
            }

            if (TFeature.ScalarCount > 1)
            {
                Scalar1 = TLanes.Load(ref Unsafe.Add(ref scalars, width));
            }

            if (TFeature.ScalarCount > 2)
            {
                Scalar2 = TLanes.Load(ref Unsafe.Add(ref scalars, 2 * width));
            }

            if (TFeature.ScalarCount > 3)
            {
                Scalar3 = TLanes.Load(ref Unsafe.Add(ref scalars, 3 * width));
            }
        }
    }
}
