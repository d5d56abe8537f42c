namespace MeanFieldDsl.Generators.Formulas;

/// <summary>
/// One object for equal formulas. The generator and the analyzers parse the same declarations, and after an edit all
/// of them again; through the pool, what was found out about a formula is found again. A place holds the last formula
/// that came to it, so memory is bounded; whether a formula is still there changes nothing but the time.
/// </summary>
internal static class FormulaPool
{
    public const int Capacity = 4096;

    private static readonly Formula?[] Places = new Formula?[Capacity];

    public static Formula Canonical(Formula formula)
    {
        ref Formula? place = ref Places[(uint)formula.GetHashCode() % Capacity];
        Formula? known = Volatile.Read(ref place);
        if (known is not null && known.Equals(formula))
        {
            return known;
        }

        Volatile.Write(ref place, formula);
        return formula;
    }
}
