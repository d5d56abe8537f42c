using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Particles as the tiles read them: panel by panel, in each number after number for all its particles. The last panel is
/// filled up with copies of the last particle, so that padding computes finite numbers; a row of ones and zeros keeps it
/// out of the sums.
/// </summary>
internal sealed class RidgePanels<TNumber> : IDisposable
    where TNumber : unmanaged
{
    private readonly RidgeShape _shape;
    private readonly AlignedBuffer<TNumber> _particles;
    private readonly AlignedBuffer<TNumber> _gradients;

    // What was moved out of the gradients of floats, which must not grow long sums; empty for doubles.
    private readonly AlignedBuffer<double> _totals;
    private readonly int _count;
    private readonly int _dimension;

    // Where the numbers of a panel, in their order, stand in a particle.
    private readonly (int Offset, int Length)[] _runs;

    public RidgePanels(RidgeShape shape, int count, int dimension, int width)
    {
        _shape = shape;
        _count = count;
        _dimension = dimension;
        _runs =
        [
            .. shape.Scalars.Select(static s => (s.Offset, 1)),
            .. shape.Forms.Select(static f => (f.Offset, f.Length)),
            .. shape.Selections.Select(static s => (s.Offset, s.Length)),
        ];
        Width = width;
        Count = (count + width - 1) / width;
        GradientLength = checked(width * (shape.Scalars.Length + shape.TotalLength + shape.SelectableLength));
        ParticleLength = checked(width + GradientLength);
        _particles = new(checked(Count * ParticleLength));
        _gradients = new(checked(Count * GradientLength));
        _totals = new(typeof(TNumber) == typeof(double) ? 0 : _gradients.Length);
        for (int i = 0; i < count; i++)
        {
            _particles.Span[(i / width * ParticleLength) + (i % width)] = Numbers.Of<TNumber>(1);
        }
    }

    /// <summary>The panels.</summary>
    public int Count { get; }

    /// <summary>The particles of a panel.</summary>
    public int Width { get; }

    private int ParticleLength { get; }

    private int GradientLength { get; }

    /// <summary>A row that is 1 for particles and 0 for padding, then the scalars.</summary>
    public ref TNumber Scalars(int panel) => ref Unsafe.Add(ref _particles.First, (nint)panel * ParticleLength);

    /// <summary>The vectors of all forms, element after element.</summary>
    public ref TNumber Vectors(int panel) => ref Unsafe.Add(ref Scalars(panel), Width * (1 + _shape.Scalars.Length));

    /// <summary>The gradient in the scalars.</summary>
    public ref TNumber ScalarGradients(int panel) => ref Unsafe.Add(ref _gradients.First, (nint)panel * GradientLength);

    /// <summary>The gradient in the vectors.</summary>
    public ref TNumber VectorGradients(int panel) => ref Unsafe.Add(ref ScalarGradients(panel), Width * _shape.Scalars.Length);

    /// <summary>The vectors of all selections, element after element.</summary>
    public ref TNumber Selectable(int panel) => ref Unsafe.Add(ref Vectors(panel), (nint)_shape.TotalLength * Width);

    /// <summary>The gradient in the vectors of the selections.</summary>
    public ref TNumber SelectableGradients(int panel) => ref Unsafe.Add(ref VectorGradients(panel), (nint)_shape.TotalLength * Width);

    /// <summary>The bytes of native memory.</summary>
    public long Bytes => _particles.Bytes + _gradients.Bytes + _totals.Bytes;

    public void Dispose()
    {
        _particles.Dispose();
        _gradients.Dispose();
        _totals.Dispose();
    }

    /// <summary>Sets the gradient of a panel to 0.</summary>
    public void ClearGradient(int panel)
    {
        _gradients.Span.Slice(panel * GradientLength, GradientLength).Clear();
        if (_totals.Length > 0)
        {
            _totals.Span.Slice(panel * GradientLength, GradientLength).Clear();
        }
    }

    /// <summary>Copies the particles of a panel in and sets its gradient to 0.</summary>
    public void Load(int panel, ReadOnlySpan<double> particles)
    {
        ClearGradient(panel);
        LoadParticles(panel, particles);
    }

    /// <summary>Copies the particles of a panel in; its gradient stays what it is.</summary>
    public void LoadParticles(int panel, ReadOnlySpan<double> particles)
    {
        Span<TNumber> numbers = _particles.Span.Slice((panel * ParticleLength) + Width, ParticleLength - Width);
        int first = panel * Width, real = Math.Min(Width, _count - first);
        ref double theta = ref Unsafe.AsRef(in particles[first * _dimension]);
        int row = 0;
        foreach ((int offset, int length) in _runs)
        {
            Transposition.Copy(ref Unsafe.Add(ref theta, offset), _dimension, ref numbers[row * Width], Width, real, length);
            row += length;
        }

        for (int lane = real; lane < Width; lane++)
        {
            for (int at = 0; at < numbers.Length; at += Width)
            {
                numbers[at + lane] = numbers[at + real - 1];
            }
        }
    }

    /// <summary>Moves the gradient of a panel out of the floats, so that each of them sums few rows; nothing for doubles.</summary>
    public void Flush(int panel)
    {
        if (typeof(TNumber) == typeof(double))
        {
            return;
        }

        Span<TNumber> gradient = _gradients.Span.Slice(panel * GradientLength, GradientLength);
        AddFloats(ref Unsafe.As<TNumber, float>(ref gradient[0]), ref _totals.Span[panel * GradientLength], gradient.Length, isFirst: false);
        gradient.Clear();
    }

    /// <summary>Copies the gradient of a panel out of the floats, or adds it to what was taken out of them before; nothing for doubles.</summary>
    public void Move(int panel, bool isFirst)
    {
        if (typeof(TNumber) == typeof(float))
        {
            ref float gradient = ref Unsafe.As<TNumber, float>(ref _gradients.Span[panel * GradientLength]);
            AddFloats(ref gradient, ref _totals.Span[panel * GradientLength], GradientLength, isFirst);
        }
    }

    /// <summary>Adds the gradient of a panel to those of its particles; a number may stand in it more than once.</summary>
    public void AddGradient(int panel, Span<double> gradients)
    {
        Flush(panel);
        AddMoved(panel, gradients);
    }

    /// <summary>The same where the floats were moved.</summary>
    public void AddMoved(int panel, Span<double> gradients)
    {
        int row = 0;
        foreach ((int offset, int length) in _runs)
        {
            int at = (panel * GradientLength) + (row * Width);
            if (typeof(TNumber) == typeof(double))
            {
                Transposition.Add(ref _gradients.Span[at], Width, ref gradients[offset], _dimension, length, gradients.Length / _dimension);
            }
            else
            {
                Transposition.Add(ref _totals.Span[at], Width, ref gradients[offset], _dimension, length, gradients.Length / _dimension);
            }

            row += length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddFloats(ref float source, ref double target, int length, bool isFirst)
    {
        int i = 0;
        for (; i + Vector256<float>.Count <= length; i += Vector256<float>.Count)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)i));
            ref double to = ref Unsafe.Add(ref target, i);
            ref double next = ref Unsafe.Add(ref to, Vector256<double>.Count);
            (isFirst ? lower : lower + Vector256.LoadUnsafe(ref to)).StoreUnsafe(ref to);
            (isFirst ? upper : upper + Vector256.LoadUnsafe(ref next)).StoreUnsafe(ref next);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i) + (isFirst ? 0 : Unsafe.Add(ref target, i));
        }
    }
}
