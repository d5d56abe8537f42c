namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// The values that a hyper-parameter or target is declared to take: an interval whose finite ends may be excluded,
/// and, when there are any, the labels themselves.
/// </summary>
internal sealed record ValueDomain(double Minimum, double Maximum, bool MinimumExcluded, bool MaximumExcluded, EquatableArray<double> Labels)
{
    public Interval Range => new Interval(Minimum, Maximum, Labels.Count > 0 && !Labels.Contains(0.0)).WithOpenEnds(MinimumExcluded, MaximumExcluded);

    public static ValueDomain Between(double minimum, double maximum, bool minimumExcluded = false, bool maximumExcluded = false) =>
        new(minimum, maximum, minimumExcluded, maximumExcluded, EquatableArray<double>.Empty);

    public static ValueDomain OfLabels(params double[] labels) =>
        new(labels.Min(), labels.Max(), false, false, new(labels.Distinct().OrderBy(l => l)));

    public bool Contains(double value) => Labels.Count > 0
        ? Labels.Contains(value)
        : (value > Minimum || (value == Minimum && !MinimumExcluded)) && (value < Maximum || (value == Maximum && !MaximumExcluded));
}
