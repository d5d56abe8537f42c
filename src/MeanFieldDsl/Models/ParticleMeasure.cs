namespace MeanFieldDsl;

/// <summary>
/// The measure μ = (1/m) Σ_i δ(θ_i) of m particles, immutable and finite. Each particle is seen through the typed
/// view that the generator makes for the feature: <c>measure[3].W</c>.
/// </summary>
/// <typeparam name="TParticle">The typed view of a particle.</typeparam>
public sealed partial class ParticleMeasure<TParticle>
    where TParticle : IParticle<TParticle>, allows ref struct
{
    private readonly double[] _values;

    /// <summary>Creates a measure from a copy of the particles' numbers.</summary>
    /// <param name="layout">How the D numbers of one particle are arranged.</param>
    /// <param name="values">m × D numbers, row-major, all finite; m is at least 1.</param>
    /// <exception cref="ArgumentException">
    /// There is no particle, the length is not a multiple of D, or a value is not finite.
    /// </exception>
    public ParticleMeasure(ParticleLayout layout, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(layout);
        int dimension = layout.Dimension;
        if (dimension == 0 || values.IsEmpty || values.Length % dimension != 0)
        {
            throw new ArgumentException(
                $"{values.Length} values were given for particles of '{layout.Feature}' of {dimension} numbers each; give m × {dimension} values with m at least 1.",
                nameof(values));
        }

        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
            {
                throw new ArgumentException(
                    $"Value {DataException.Show(values[k])} of parameter '{layout.NameOf(k % dimension)}' of particle {k / dimension} is not finite; give finite particles.",
                    nameof(values));
            }
        }

        Layout = layout;
        _values = values.ToArray();
    }

    /// <summary>The number m of particles, at least 1.</summary>
    public int Count => _values.Length / Layout.Dimension;

    /// <summary>How the D numbers of one particle are arranged.</summary>
    public ParticleLayout Layout { get; }

    /// <summary>All numbers, m × D, row-major.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The typed view of one particle.</summary>
    /// <param name="index">The particle, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such particle.</exception>
    public TParticle this[int index] => TParticle.View(Theta(index), Layout);

    /// <summary>The D numbers of one particle.</summary>
    /// <param name="index">The particle, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such particle.</exception>
    public ReadOnlySpan<double> Theta(int index) => (uint)index < (uint)Count
        ? _values.AsSpan(index * Layout.Dimension, Layout.Dimension)
        : throw new ArgumentOutOfRangeException(
            nameof(index), $"Particle {index} does not exist; the measure has particles 0 to {Count - 1}.");

    /// <summary>Enumerates the typed views in order, without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>The number of particles and the feature, for example "100 particles of ReluNeuron".</summary>
    public override string ToString() => $"{Count} particles of {Layout.Feature}";

    /// <summary>Enumerates the typed views of a measure.</summary>
    public ref struct Enumerator
    {
        private readonly ParticleMeasure<TParticle> _measure;
        private int _index;

        internal Enumerator(ParticleMeasure<TParticle> measure)
        {
            _measure = measure;
            _index = -1;
        }

        /// <summary>The current view.</summary>
        public readonly TParticle Current => _measure[_index];

        /// <summary>Goes to the next particle; false after the last.</summary>
        public bool MoveNext() => ++_index < _measure.Count;
    }
}
