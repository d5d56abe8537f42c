namespace MeanFieldDsl.Kernels;

/// <summary>Work over the spans of a call. They are kept as pointers while the workers run; the frame of <see cref="Run"/> holds them pinned.</summary>
internal abstract unsafe class PinnedWork : IChunkedWork
{
    private double* _particles;
    private double* _velocity;
    private double* _moved;

    /// <summary>The step in flow time.</summary>
    protected double Step { get; private set; }

    /// <param name="workers">Who works.</param>
    /// <param name="chunks">The number of chunks.</param>
    /// <param name="particles">The particles.</param>
    /// <param name="velocity">Their velocities; empty where none are wanted.</param>
    /// <param name="moved">The moved particles; empty where none are wanted.</param>
    /// <param name="step">The step in flow time.</param>
    public void Run(WorkerPool workers, int chunks, ReadOnlySpan<double> particles, Span<double> velocity = default, Span<double> moved = default, double step = 0)
    {
        fixed (double* p = particles)
        fixed (double* v = velocity)
        fixed (double* t = moved)
        {
            _particles = p;
            _velocity = v;
            _moved = t;
            Step = step;
            workers.Run(this, chunks);
        }
    }

    public abstract void RunChunk(int chunk, int worker);

    /// <summary>Some numbers of the particles.</summary>
    protected ReadOnlySpan<double> Particles(nint first, int count) => new(_particles + first, count);

    /// <summary>As many of the velocities.</summary>
    protected Span<double> Velocities(nint first, int count) => new(_velocity + first, count);

    /// <summary>As many of the moved particles; empty where none are wanted.</summary>
    protected Span<double> Moved(nint first, int count) => _moved == null ? default : new(_moved + first, count);
}
