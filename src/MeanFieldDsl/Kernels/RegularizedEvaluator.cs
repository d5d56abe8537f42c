using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MeanFieldDsl.Kernels;

/// <summary>What evaluators share whatever their risk: the regularizer and the end of a step.</summary>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TRow">The SIMD width of sums.</typeparam>
internal abstract class RegularizedEvaluator<TRegularizer, TRow> : Evaluator
    where TRegularizer : struct, IRegularizerKernel
    where TRow : unmanaged, ILanes<TRow, double>
{
    // A field, because a property would copy the struct at every call.
    protected readonly TRegularizer Regularizer;

    // Written before the workers start and read by them: whether V is left to its proximal map.
    private bool _isForward;

    protected RegularizedEvaluator(ParticleLayout layout, in TRegularizer regularizer, int particles)
    {
        Layout = layout;
        Regularizer = regularizer;
        ParticleCount = particles;
        OfParticles = new(PaddedParticles);
    }

    public sealed override int ParticleCount { get; }

    public sealed override ParticleLayout Layout { get; }

    public override long WorkspaceBytes => OfParticles.Bytes;

    /// <summary>The particles, rounded up to the lanes of every SIMD width.</summary>
    protected int PaddedParticles => (ParticleCount + PackedData.RowMultiple - 1) / PackedData.RowMultiple * PackedData.RowMultiple;

    // V(θ_i) or ‖v_i‖², then zeros.
    private AlignedBuffer<double> OfParticles { get; }

    public sealed override double Velocity(ReadOnlySpan<double> particles, Span<double> velocity)
    {
        CheckLength(particles, nameof(particles));
        CheckLength(velocity, nameof(velocity));
        return Descend(particles, velocity, default, 0);
    }

    public sealed override double VelocityAndStep(ReadOnlySpan<double> particles, double step, Span<double> velocity, Span<double> moved)
    {
        CheckLength(particles, nameof(particles));
        CheckLength(velocity, nameof(velocity));
        CheckLength(moved, nameof(moved));
        return Descend(particles, velocity, moved, step);
    }

    public sealed override bool HasSmoothRegularizer => Regularizer.IsSmooth;

    public sealed override bool HasProximal => Regularizer.HasProximal || Regularizer.HasPartialProximal;

    public sealed override bool ProximalIsPartial => Regularizer.HasPartialProximal;

    public sealed override double LongestProximalStep =>
        Regularizer.HasProximal && Regularizer.WeakConvexity > 0 ? 1 / Regularizer.WeakConvexity : double.PositiveInfinity;

    public sealed override double ForwardVelocity(ReadOnlySpan<double> particles, Span<double> velocity)
    {
        RequireProximal();
        _isForward = true;
        try
        {
            return Velocity(particles, velocity);
        }
        finally
        {
            _isForward = false;
        }
    }

    public sealed override void Proximal(ReadOnlySpan<double> particles, double step, Span<double> result)
    {
        RequireProximal();
        CheckLength(particles, nameof(particles));
        CheckLength(result, nameof(result));
        int dimension = Layout.Dimension;
        for (int i = 0; i < ParticleCount; i++)
        {
            Regularizer.Proximal(particles.Slice(i * dimension, dimension), step, result.Slice(i * dimension, dimension));
        }
    }

    public sealed override double Penalty(ReadOnlySpan<double> particles)
    {
        CheckLength(particles, nameof(particles));
        return PenaltyOf(particles);
    }

    public sealed override double PenaltyAt(ReadOnlySpan<double> theta)
    {
        CheckTheta(theta);
        return Regularizer.Value(theta);
    }

    internal sealed override void AddPenaltyGradient(ReadOnlySpan<double> theta, Span<double> gradient) => Regularizer.AccumulateGradient(theta, gradient);

    /// <summary>The velocities at the linearisation, the step along them where one is wanted, and the mean squared speed.</summary>
    /// <param name="particles">The particles.</param>
    /// <param name="velocity">Receives the velocities.</param>
    /// <param name="moved">Receives the moved particles; empty where none are wanted.</param>
    /// <param name="step">The step in flow time.</param>
    protected abstract double Descend(ReadOnlySpan<double> particles, Span<double> velocity, Span<double> moved, double step);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            OfParticles.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>(1/m) Σ_i V(θ_i).</summary>
    protected double PenaltyOf(ReadOnlySpan<double> particles)
    {
        if (typeof(TRegularizer) == typeof(NoRegularizer))
        {
            return 0;
        }

        int dimension = Layout.Dimension;
        Span<double> values = OfParticles.Span;
        for (int i = 0; i < ParticleCount; i++)
        {
            values[i] = Regularizer.Value(particles.Slice(i * dimension, dimension));
        }

        return Mean(OfParticles);
    }

    /// <summary>(1/m) Σ_i ‖v_i‖².</summary>
    protected double MeanSquaredSpeed() => Mean(OfParticles);

    /// <summary>Turns the gradients of the smooth part of some particles into velocities, with the regularizer and the step.</summary>
    /// <param name="first">The first particle.</param>
    /// <param name="theta">Their numbers.</param>
    /// <param name="velocity">The gradients on entry, the velocities on return.</param>
    /// <param name="step">The step in flow time.</param>
    /// <param name="moved">Receives the moved particles; empty where none are wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    protected void FinishAll(int first, ReadOnlySpan<double> theta, Span<double> velocity, double step, Span<double> moved)
    {
        int dimension = Layout.Dimension, count = velocity.Length / dimension;
        if (dimension >= TRow.Count)
        {
            for (int i = 0; i < count; i++)
            {
                int at = i * dimension;
                Finish(first + i, theta.Slice(at, dimension), velocity.Slice(at, dimension), step, moved.Length > 0 ? moved.Slice(at, dimension) : default);
            }

            return;
        }

        // Short particles: lanes run over the numbers of several.
        for (int at = 0; at < velocity.Length; at += dimension)
        {
            AddRegularizer(theta.Slice(at, dimension), velocity.Slice(at, dimension));
        }

        Move(theta, velocity, step, moved);
        ref double v = ref MemoryMarshal.GetReference(velocity);
        ref double speeds = ref OfParticles.Span[first];
        for (int i = 0; i < count; i++)
        {
            double speed = 0;
            for (int k = 0; k < dimension; k++)
            {
                double u = Unsafe.Add(ref v, (i * dimension) + k);
                speed += u * u;
            }

            Unsafe.Add(ref speeds, i) = speed;
        }
    }

    /// <summary>
    /// Turns the gradient of the smooth part of a particle into its velocity, with the regularizer and the step while the
    /// particle is at hand.
    /// </summary>
    /// <param name="index">The particle.</param>
    /// <param name="theta">Its numbers.</param>
    /// <param name="velocity">The gradient on entry, the velocity on return.</param>
    /// <param name="step">The step in flow time.</param>
    /// <param name="moved">Receives the moved particle; empty where none is wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    protected void Finish(int index, ReadOnlySpan<double> theta, Span<double> velocity, double step, Span<double> moved)
    {
        AddRegularizer(theta, velocity);

        ref double v = ref MemoryMarshal.GetReference(velocity);
        ref double from = ref MemoryMarshal.GetReference(theta);
        ref double to = ref MemoryMarshal.GetReference(moved);
        TRow sum = TRow.Zero;
        int k = 0;
        for (; k + TRow.Count <= velocity.Length; k += TRow.Count)
        {
            TRow u = -TRow.Load(ref Unsafe.Add(ref v, k));
            TRow.Store(u, ref Unsafe.Add(ref v, k));
            sum = TRow.MultiplyAdd(u, u, sum);
            if (moved.Length > 0)
            {
                TRow.Store(TRow.MultiplyAdd(TRow.Broadcast(step), u, TRow.Load(ref Unsafe.Add(ref from, k))), ref Unsafe.Add(ref to, k));
            }
        }

        double speed = TRow.Sum(sum);
        for (; k < velocity.Length; k++)
        {
            double u = -velocity[k];
            velocity[k] = u;
            speed += u * u;
            if (moved.Length > 0)
            {
                moved[k] = Math.FusedMultiplyAdd(step, u, theta[k]);
            }
        }

        OfParticles.Span[index] = speed;
    }

    // v = −gradient, and the step along it.
    private static void Move(ReadOnlySpan<double> theta, Span<double> velocity, double step, Span<double> moved)
    {
        ref double v = ref MemoryMarshal.GetReference(velocity);
        ref double from = ref MemoryMarshal.GetReference(theta);
        ref double to = ref MemoryMarshal.GetReference(moved);
        int k = 0;
        for (; k + TRow.Count <= velocity.Length; k += TRow.Count)
        {
            TRow u = -TRow.Load(ref Unsafe.Add(ref v, k));
            TRow.Store(u, ref Unsafe.Add(ref v, k));
            if (moved.Length > 0)
            {
                TRow.Store(TRow.MultiplyAdd(TRow.Broadcast(step), u, TRow.Load(ref Unsafe.Add(ref from, k))), ref Unsafe.Add(ref to, k));
            }
        }

        for (; k < velocity.Length; k++)
        {
            velocity[k] = -velocity[k];
            if (moved.Length > 0)
            {
                moved[k] = Math.FusedMultiplyAdd(step, velocity[k], theta[k]);
            }
        }
    }

    /// <summary>The mean over the particles of what was found for each.</summary>
    /// <param name="numbers">A number for each particle, then zeros up to <see cref="PaddedParticles"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    protected double Mean(AlignedBuffer<double> numbers)
    {
        ref double values = ref numbers.First;
        CompensatedSum<TRow> sum = default;
        for (nint i = 0; i < numbers.Length; i += TRow.Count)
        {
            sum.Add(TRow.Load(ref Unsafe.Add(ref values, i)));
        }

        return sum.Total / ParticleCount;
    }

    /// <summary>Adds what V contributes to the negative velocity: its gradient, or where it has kinks the subgradient of least norm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void AddRegularizer(ReadOnlySpan<double> theta, Span<double> gradient)
    {
        if (_isForward)
        {
            Regularizer.AccumulateHeldGradient(theta, gradient);
        }
        else if (Regularizer.IsSmooth || !Regularizer.HasMinimalNormVelocity)
        {
            Regularizer.AccumulateGradient(theta, gradient);
        }
        else
        {
            ProximalMaps.Negate(gradient);
            Regularizer.MinimalNormVelocity(theta, gradient);
            ProximalMaps.Negate(gradient);
        }
    }

    protected void CheckTheta(ReadOnlySpan<double> theta)
    {
        if (theta.Length != Layout.Dimension)
        {
            throw new ArgumentException($"A particle of '{Layout.Feature}' has {Layout.Dimension} numbers; {theta.Length} were given.", nameof(theta));
        }
    }

    private void RequireProximal()
    {
        if (!HasProximal)
        {
            throw new InvalidOperationException($"The regularizer bound to '{Layout.Feature}' has no proximal map in closed form; ask HasProximal first, and follow the gradient flow where it is false.");
        }
    }

    protected void CheckLength(ReadOnlySpan<double> values, string name)
    {
        int expected = ParticleCount * Layout.Dimension;
        if (values.Length != expected)
        {
            throw new ArgumentException($"{ParticleCount} particles of '{Layout.Feature}' have {ParticleCount} × {Layout.Dimension} = {expected} numbers; {values.Length} were given.", name);
        }
    }
}
