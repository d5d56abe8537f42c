using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace MeanFieldDsl.Kernels;

/// <summary>A pair of a particle and a row in each lane: what <see cref="IShortKernel.Evaluate{TLanes}"/> reads and writes.</summary>
/// <typeparam name="TLanes">The lanes.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1051", Justification = "The JIT compiler keeps fields of a local in registers; the struct never leaves a method.")]
public struct ShortPoint<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The inner product ⟨w, x⟩.</summary>
    public TLanes Form;

    /// <summary>The first number of the particle.</summary>
    public TLanes Scalar0;

    /// <summary>The second number of the particle.</summary>
    public TLanes Scalar1;

    /// <summary>The third number of the particle.</summary>
    public TLanes Scalar2;

    /// <summary>The fourth number of the particle.</summary>
    public TLanes Scalar3;

    /// <summary>The first number of the row.</summary>
    public TLanes Input0;

    /// <summary>The second number of the row.</summary>
    public TLanes Input1;

    /// <summary>The feature.</summary>
    public TLanes Value;

    /// <summary>Its derivative in the inner product.</summary>
    public TLanes FormSlope;

    /// <summary>Its derivative in the first number of the particle.</summary>
    public TLanes Slope0;

    /// <summary>Its derivative in the second number of the particle.</summary>
    public TLanes Slope1;

    /// <summary>Its derivative in the third number of the particle.</summary>
    public TLanes Slope2;

    /// <summary>Its derivative in the fourth number of the particle.</summary>
    public TLanes Slope3;
}
