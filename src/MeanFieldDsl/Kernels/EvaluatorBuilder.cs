namespace MeanFieldDsl.Kernels;

/// <summary>Makes evaluators: chooses the SIMD width and the path once; everything below is compiled for them.</summary>
/// <typeparam name="TLoss">The loss's code.</typeparam>
/// <typeparam name="TRegularizer">The regularizer's code.</typeparam>
internal readonly struct EvaluatorBuilder<TLoss, TRegularizer>(TLoss loss, TRegularizer regularizer, PackedData data, Precision precision, int particles, int threads, bool reproducible) : IEvaluatorBuilder
    where TLoss : struct, ILossKernel
    where TRegularizer : struct, IRegularizerKernel
{
    // Up to this, and without elementary functions, a feature is cheaper to compute again than to keep.
    private const int LongestShort = 4;

    private readonly TLoss _loss = loss;
    private readonly TRegularizer _regularizer = regularizer;

    public Evaluator Pairs<TFeature>(TFeature feature)
        where TFeature : struct, IPairKernel =>
        LaneWidth.Run<PairWork<TFeature>, Evaluator>(new(feature, _loss, _regularizer, data, particles, threads), reproducible);

    public Evaluator Ridge<TFeature>(TFeature feature)
        where TFeature : struct, IRidgeKernel =>
        LaneWidth.Run<RidgeWork<TFeature>, Evaluator>(new(feature, _loss, _regularizer, data, precision, particles, threads), reproducible);

    public Evaluator ShortForms<TFeature>(TFeature feature)
        where TFeature : struct, IShortKernel =>
        feature.Ridge is { TotalLength: <= LongestShort }
            ? LaneWidth.Run<ShortWork<TFeature>, Evaluator>(new(feature, _loss, _regularizer, data, precision, particles, threads), reproducible)
            : Ridge(feature);

    public Evaluator Separable<TFeature>(TFeature feature)
        where TFeature : struct, ISeparableKernel =>
        !data.IsStream && feature.Separable is { } shape && SeparableGrid.Find(data, shape, precision == Precision.Single) is { } grid && SeparableBlocking.Fits(grid, particles, precision == Precision.Single)
            ? LaneWidth.Run<SeparableWork<TFeature>, Evaluator>(new(feature, _loss, _regularizer, data, grid, precision, particles, threads), reproducible)
            : Ridge(feature);

    public Evaluator Patterns<TFeature>(TFeature feature)
        where TFeature : struct, IPatternKernel =>
        feature.Ridge is { TotalLength: <= LongestShort }
            ? ShortForms(feature)
            : LaneWidth.Run<PatternWork<TFeature>, Evaluator>(new(feature, _loss, _regularizer, data, precision, particles, threads), reproducible);

    private readonly struct ShortWork<TFeature>(TFeature feature, TLoss loss, TRegularizer regularizer, PackedData data, Precision precision, int particles, int threads) : ILaneWork<Evaluator>
        where TFeature : struct, IShortKernel
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> =>
            precision == Precision.Single
                ? new ShortEvaluator<TFeature, TLoss, TRegularizer, TFreeSingle, float, TNarrow>(feature, loss, regularizer, data, particles, threads)
                : new ShortEvaluator<TFeature, TLoss, TRegularizer, TFree, double, TNarrow>(feature, loss, regularizer, data, particles, threads);
    }

    private readonly struct PairWork<TFeature>(TFeature feature, TLoss loss, TRegularizer regularizer, PackedData data, int particles, int threads) : ILaneWork<Evaluator>
        where TFeature : struct, IPairKernel
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> =>
            TFeature.PrefersWideLanes
                ? new PairEvaluator<TFeature, TLoss, TRegularizer, TWide, TNarrow>(feature, loss, regularizer, data, particles, threads)
                : new PairEvaluator<TFeature, TLoss, TRegularizer, TNarrow, TNarrow>(feature, loss, regularizer, data, particles, threads);
    }

    private readonly struct PatternWork<TFeature>(TFeature feature, TLoss loss, TRegularizer regularizer, PackedData data, Precision precision, int particles, int threads) : ILaneWork<Evaluator>
        where TFeature : struct, IPatternKernel
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> =>
            precision == Precision.Single
                ? new PatternEvaluator<TFeature, TLoss, TRegularizer, TSingle, float, TNarrow>(feature, loss, regularizer, data, particles, threads)
                : new PatternEvaluator<TFeature, TLoss, TRegularizer, TNarrow, double, TNarrow>(feature, loss, regularizer, data, particles, threads);
    }

    private readonly struct RidgeWork<TFeature>(TFeature feature, TLoss loss, TRegularizer regularizer, PackedData data, Precision precision, int particles, int threads) : ILaneWork<Evaluator>
        where TFeature : struct, IRidgeKernel
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> =>
            precision == Precision.Single
                ? new RidgeEvaluator<TFeature, TLoss, TRegularizer, TSingle, float, TNarrow>(feature, loss, regularizer, data, particles, threads)
                : new RidgeEvaluator<TFeature, TLoss, TRegularizer, TNarrow, double, TNarrow>(feature, loss, regularizer, data, particles, threads);
    }

    private readonly struct SeparableWork<TFeature>(TFeature feature, TLoss loss, TRegularizer regularizer, PackedData data, SeparableGrid grid, Precision precision, int particles, int threads) : ILaneWork<Evaluator>
        where TFeature : struct, ISeparableKernel
    {
        public Evaluator Run<TNarrow, TWide, TSingle, TFree, TFreeSingle>()
            where TNarrow : unmanaged, ILanes<TNarrow, double>
            where TWide : unmanaged, ILanes<TWide, double>
            where TSingle : unmanaged, ILanes<TSingle, float>
            where TFree : unmanaged, ILanes<TFree, double>
            where TFreeSingle : unmanaged, ILanes<TFreeSingle, float> =>
            precision == Precision.Single
                ? new SeparableEvaluator<TFeature, TLoss, TRegularizer, TSingle, float, TNarrow>(feature, loss, regularizer, data, grid, particles, threads)
                : new SeparableEvaluator<TFeature, TLoss, TRegularizer, TNarrow, double, TNarrow>(feature, loss, regularizer, data, grid, particles, threads);
    }
}
