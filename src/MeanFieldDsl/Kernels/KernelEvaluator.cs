using System.Runtime.CompilerServices;

namespace MeanFieldDsl.Kernels;

/// <summary>What evaluators of a feature share whatever their loops over pairs: its first variation.</summary>
/// <typeparam name="TFeature">The feature's code.</typeparam>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TLanes">The SIMD width of the feature's loop over rows.</typeparam>
/// <typeparam name="TRow">The SIMD width of the loss's loop.</typeparam>
internal abstract class KernelEvaluator<TFeature, TLoss, TRegularizer, TLanes, TRow> : LossEvaluator<TLoss, TRegularizer, TRow>
    where TFeature : struct, IFeatureKernel
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TLanes : unmanaged, ILanes<TLanes, double>
    where TRow : unmanaged, ILanes<TRow, double>
{
    // A field, because a property would copy the struct at every call.
    protected readonly TFeature Feature;
    private readonly AlignedBuffer<double> _probe;

    protected KernelEvaluator(in TFeature feature, in TLoss loss, in TRegularizer regularizer, PackedData data, int particles)
        : base(feature.Layout, loss, regularizer, data, particles)
    {
        Feature = feature;
        _probe = new(data.PaddedRows);
    }

    public override long WorkspaceBytes => base.WorkspaceBytes + _probe.Bytes;

    public sealed override double FirstVariation(ReadOnlySpan<double> theta)
    {
        CheckTheta(theta);
        Span<double> probe = _probe.Span;
        probe.Clear();
        for (int chunk = 0; chunk < Data.ChunkCount; chunk++)
        {
            (int first, int count) = Data.Chunk(chunk);
            Feature.Predict<TLanes>(theta, Data.Rows(chunk), probe.Slice(first, count));
        }

        ref double values = ref probe[0];
        ref double cotangents = ref Cotangents.First;
        CompensatedSum<TRow> sum = default;
        for (nint row = 0; row < Data.PaddedRows; row += TRow.Count)
        {
            sum.Add(TRow.Load(ref Unsafe.Add(ref values, row)) * TRow.Load(ref Unsafe.Add(ref cotangents, row)));
        }

        return sum.Total + Regularizer.Value(theta);
    }

    internal sealed override VariationBounds? CreateBounds() => Feature is IEnclosedFeature feature && Regularizer is IEnclosedRegularizer regularizer
        ? new BoxBounds<TRow>(feature, regularizer, Data, Cotangents, Layout.Dimension)
        : null;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _probe.Dispose();
        }

        base.Dispose(disposing);
    }
}
