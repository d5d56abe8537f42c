using System.Runtime.CompilerServices;
using MeanFieldDsl.Generators.Formulas;

namespace MeanFieldDsl.Generators.Analysis;

/// <summary>
/// An analysis that several hypotheses ask for, done once for each formula object and forgotten with it. The result
/// depends on nothing but the formula, which cannot change.
/// </summary>
internal sealed class Once<TResult>(Func<Formula, TResult> analyze)
    where TResult : class
{
    private readonly ConditionalWeakTable<Formula, TResult> _known = new();

    public TResult Of(Formula formula) => _known.GetValue(formula, f => analyze(f));
}
