using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Particles as the tiles read them: panel by panel, in each number after number for all its particles. The last panel is
/// filled up with copies of the last particle, so that padding computes finite numbers; a row of ones and zeros keeps it
/// out of the sums.
/// </summary>
internal sealed class RidgePanels : IDisposable
{
    private readonly RidgeShape _shape;
    private readonly AlignedBuffer _particles;
    private readonly AlignedBuffer _gradients;
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
        for (int i = 0; i < count; i++)
        {
            _particles.Span[(i / width * ParticleLength) + (i % width)] = 1;
        }
    }

    /// <summary>The panels.</summary>
    public int Count { get; }

    /// <summary>The particles of a panel.</summary>
    public int Width { get; }

    private int ParticleLength { get; }

    private int GradientLength { get; }

    /// <summary>A row that is 1 for particles and 0 for padding, then the scalars.</summary>
    public ref double Scalars(int panel) => ref Unsafe.Add(ref _particles.First, (nint)panel * ParticleLength);

    /// <summary>The vectors of all forms, element after element.</summary>
    public ref double Vectors(int panel) => ref Unsafe.Add(ref Scalars(panel), Width * (1 + _shape.Scalars.Length));

    /// <summary>The gradient in the scalars.</summary>
    public ref double ScalarGradients(int panel) => ref Unsafe.Add(ref _gradients.First, (nint)panel * GradientLength);

    /// <summary>The gradient in the vectors.</summary>
    public ref double VectorGradients(int panel) => ref Unsafe.Add(ref ScalarGradients(panel), Width * _shape.Scalars.Length);

    /// <summary>The vectors of all selections, element after element.</summary>
    public ref double Selectable(int panel) => ref Unsafe.Add(ref Vectors(panel), (nint)_shape.TotalLength * Width);

    /// <summary>The gradient in the vectors of the selections.</summary>
    public ref double SelectableGradients(int panel) => ref Unsafe.Add(ref VectorGradients(panel), (nint)_shape.TotalLength * Width);

    public void Dispose()
    {
        _particles.Dispose();
        _gradients.Dispose();
    }

    /// <summary>Copies the particles of a panel in and sets its gradient to 0.</summary>
    public void Load(int panel, ReadOnlySpan<double> particles)
    {
        _gradients.Span.Slice(panel * GradientLength, GradientLength).Clear();
        Span<double> numbers = _particles.Span.Slice((panel * ParticleLength) + Width, ParticleLength - Width);
        numbers.Clear();
        int first = panel * Width, real = Math.Min(Width, _count - first);
        ref double theta = ref Unsafe.AsRef(in particles[first * _dimension]);
        int row = 0;
        foreach ((int offset, int length) in _runs)
        {
            Transposition.Add(ref Unsafe.Add(ref theta, offset), _dimension, ref numbers[row * Width], Width, real, length);
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

    /// <summary>Adds the gradient of a panel to those of its particles; a number may stand in it more than once.</summary>
    public void AddGradient(int panel, Span<double> gradients)
    {
        Span<double> numbers = _gradients.Span.Slice(panel * GradientLength, GradientLength);
        int row = 0;
        foreach ((int offset, int length) in _runs)
        {
            Transposition.Add(ref numbers[row * Width], Width, ref gradients[offset], _dimension, length, gradients.Length / _dimension);
            row += length;
        }
    }
}
