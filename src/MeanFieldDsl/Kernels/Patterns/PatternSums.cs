using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace MeanFieldDsl.Kernels;

/// <summary>
/// Sums over the rows where the comparison of a particle is true, and over the others, each row weighted by its cotangent: what
/// <see cref="IPatternKernel.Collect{TLanes}"/> reads and writes.
/// </summary>
/// <typeparam name="TLanes">The lanes.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1051", Justification = "The JIT compiler keeps fields of a local in registers; the struct never leaves a method.")]
public struct PatternSums<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>The first number of the particle.</summary>
    public TLanes Scalar0;

    /// <summary>The second number of the particle.</summary>
    public TLanes Scalar1;

    /// <summary>The third number of the particle.</summary>
    public TLanes Scalar2;

    /// <summary>The fourth number of the particle.</summary>
    public TLanes Scalar3;

    /// <summary>The sum of 1 where the comparison is true.</summary>
    public TLanes On;

    /// <summary>The sum of the inner products there.</summary>
    public TLanes OnForm;

    /// <summary>The sum of the first number of the row there.</summary>
    public TLanes OnInput0;

    /// <summary>The sum of the second number of the row there.</summary>
    public TLanes OnInput1;

    /// <summary>The sum of 1 where the comparison is false.</summary>
    public TLanes Off;

    /// <summary>The sum of the inner products there.</summary>
    public TLanes OffForm;

    /// <summary>The sum of the first number of the row there.</summary>
    public TLanes OffInput0;

    /// <summary>The sum of the second number of the row there.</summary>
    public TLanes OffInput1;

    /// <summary>The derivative in the inner product where the comparison is true.</summary>
    public TLanes OnSlope;

    /// <summary>The derivative in the inner product where it is false.</summary>
    public TLanes OffSlope;

    /// <summary>The gradient in the first number of the particle.</summary>
    public TLanes Slope0;

    /// <summary>The gradient in the second number of the particle.</summary>
    public TLanes Slope1;

    /// <summary>The gradient in the third number of the particle.</summary>
    public TLanes Slope2;

    /// <summary>The gradient in the fourth number of the particle.</summary>
    public TLanes Slope3;
}
