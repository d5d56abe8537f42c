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

    public RidgePanels(RidgeShape shape, int count, int dimension, int width)
    {
        _shape = shape;
        _count = count;
        _dimension = dimension;
        Width = width;
        Count = (count + width - 1) / width;
        GradientLength = checked(width * (shape.Scalars.Length + shape.TotalLength));
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
    public ref double Scalars(int panel) => ref _particles.Span[panel * ParticleLength];

    /// <summary>The vectors of all forms, element after element.</summary>
    public ref double Vectors(int panel) => ref _particles.Span[(panel * ParticleLength) + (Width * (1 + _shape.Scalars.Length))];

    /// <summary>The gradient in the scalars.</summary>
    public ref double ScalarGradients(int panel) => ref _gradients.Span[panel * GradientLength];

    /// <summary>The gradient in the vectors.</summary>
    public ref double VectorGradients(int panel) => ref _gradients.Span[(panel * GradientLength) + (Width * _shape.Scalars.Length)];

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
        for (int lane = 0; lane < Width; lane++)
        {
            int particle = Math.Min((panel * Width) + lane, _count - 1);
            ReadOnlySpan<double> theta = particles.Slice(particle * _dimension, _dimension);
            int row = lane;
            foreach (RidgeScalar scalar in _shape.Scalars)
            {
                numbers[row] = theta[scalar.Offset];
                row += Width;
            }

            foreach (RidgeForm form in _shape.Forms)
            {
                foreach (double element in theta.Slice(form.Offset, form.Length))
                {
                    numbers[row] = element;
                    row += Width;
                }
            }
        }
    }

    /// <summary>Adds the gradient of a particle; a vector may stand in more than one form.</summary>
    public void Store(int particle, Span<double> gradient)
    {
        ReadOnlySpan<double> numbers = _gradients.Span.Slice(particle / Width * GradientLength, GradientLength);
        int row = particle % Width;
        foreach (RidgeScalar scalar in _shape.Scalars)
        {
            gradient[scalar.Offset] += numbers[row];
            row += Width;
        }

        foreach (RidgeForm form in _shape.Forms)
        {
            for (int k = 0; k < form.Length; k++)
            {
                gradient[form.Offset + k] += numbers[row];
                row += Width;
            }
        }
    }
}
