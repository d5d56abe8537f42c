using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MeanFieldDsl.Kernels;

/// <summary>What evaluators on data share whatever their predictions: the loss.</summary>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
/// <typeparam name="TRow">The SIMD width of the loss's loop.</typeparam>
internal abstract class LossEvaluator<TLoss, TRegularizer, TRow> : RegularizedEvaluator<TRegularizer, TRow>
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
    where TRow : unmanaged, ILanes<TRow, double>
{
    private readonly TLoss _loss;

    protected LossEvaluator(ParticleLayout layout, in TLoss loss, in TRegularizer regularizer, PackedData data, int particles)
        : base(layout, regularizer, particles)
    {
        _loss = loss;
        Data = data;
        Sums = new(data.PaddedRows);
        Cotangents = new(data.PaddedRows);
    }

    public sealed override ReadOnlySpan<double> Predictions => Sums.Span[..Data.RowCount];

    public override long WorkspaceBytes => base.WorkspaceBytes + Sums.Bytes + Cotangents.Bytes;

    protected PackedData Data { get; }

    /// <summary>The sums over particles before <see cref="Linearise"/>, the predictions after it.</summary>
    protected AlignedBuffer<double> Sums { get; }

    /// <summary>ℓ'(f_r, y_r)/(n α).</summary>
    protected AlignedBuffer<double> Cotangents { get; }

    internal sealed override void CopyDerivative(Span<double> derivative) => Cotangents.Span[..Data.RowCount].CopyTo(derivative);

    internal sealed override RowLoss Rows => new LossOfRows(this);

    public sealed override bool HasConjugate => _loss.HasConjugate;

    // With R(α f)/α² in place of R(f), the conjugate at ℓ'/α is that of R at ℓ' over α².
    public sealed override double DualObjective(double scale)
    {
        if (!HasConjugate)
        {
            throw new InvalidOperationException($"The conjugate of the loss bound to '{Layout.Feature}' is not known; ask HasConjugate first.");
        }

        CompensatedSum<Lanes1> sum = default;
        for (int r = 0; r < Data.RowCount; r++)
        {
            double weight = Data.Weights[r];
            sum.Add(Lanes1.Broadcast(weight * _loss.Conjugate(scale * OutputScale * (Cotangents.Span[r] / weight), Data.Targets[r])));
        }

        return -sum.Total / (OutputScale * OutputScale);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Sums.Dispose();
            Cotangents.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Turns the sums over particles into predictions f, α times their mean, adds their loss over α², and stores ℓ'(f, y)/(n α) for the backward pass.
    /// </summary>
    /// <param name="first">The first row, a multiple of 8.</param>
    /// <param name="count">The number of rows, a multiple of 8.</param>
    /// <param name="risk">Receives the loss.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    protected void Linearise(int first, int count, ref CompensatedSum<TRow> risk)
    {
        ref double predictions = ref Sums.First;
        ref double cotangents = ref Cotangents.First;
        ref double targets = ref MemoryMarshal.GetReference(Data.Targets);
        ref double weights = ref MemoryMarshal.GetReference(Data.Weights);
        TRow scale = TRow.Broadcast(OutputScale / ParticleCount);
        TRow worth = TRow.Broadcast(1 / (OutputScale * OutputScale));
        TRow slope = TRow.Broadcast(1 / OutputScale);
        CompensatedSum<TRow> sum = risk;
        for (nint row = first; row < first + count; row += TRow.Count)
        {
            TRow f = TRow.Load(ref Unsafe.Add(ref predictions, row)) * scale;
            TRow.Store(f, ref Unsafe.Add(ref predictions, row));
            TRow y = TRow.Load(ref Unsafe.Add(ref targets, row));
            TRow weight = TRow.Load(ref Unsafe.Add(ref weights, row));
            sum.Add(weight * worth * _loss.Value(f, y));
            TRow.Store(weight * slope * _loss.Derivative(f, y), ref Unsafe.Add(ref cotangents, row));
        }

        risk = sum;
    }

    private sealed class LossOfRows(LossEvaluator<TLoss, TRegularizer, TRow> owner) : RowLoss
    {
        public override int Count => owner.Data.RowCount;

        public override double Value(int row, double mean)
        {
            double scale = owner.OutputScale;
            return owner._loss.Value(Lanes1.Broadcast(scale * mean), Lanes1.Broadcast(owner.Data.Targets[row])).Value / (scale * scale);
        }

        public override double Derivative(int row, double mean)
        {
            double scale = owner.OutputScale;
            return owner._loss.Derivative(Lanes1.Broadcast(scale * mean), Lanes1.Broadcast(owner.Data.Targets[row])).Value / scale;
        }
    }
}
