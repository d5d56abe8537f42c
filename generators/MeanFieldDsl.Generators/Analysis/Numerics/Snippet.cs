namespace MeanFieldDsl.Generators.Analysis.Numerics;

/// <summary>A piece of C#, and how strongly its outermost operator binds.</summary>
internal readonly record struct Snippet(string Text, int Binding)
{
    public const int Loose = 0;
    public const int Sum = 1;
    public const int Product = 2;
    public const int Unary = 3;
    public const int Primary = 4;

    /// <summary>Stands before each function name that is not the user's own; a code fix writes the type there.</summary>
    public const string Mark = "§";

    public string In(int binding) => Binding < binding ? "(" + Text + ")" : Text;

    /// <summary>The opposite; that of −a b is a b, and that of a b is −a b.</summary>
    public Snippet Negated() => Binding is Product or Unary && Text[0] == '-'
        ? new(Text.Substring(1).TrimStart(), Binding == Unary ? Primary : Binding)
        : Binding == Product ? new("-" + Text, Product) : new("-" + In(Unary), Unary);
}
