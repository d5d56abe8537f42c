using System.Reflection;
using MeanFieldDsl.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MeanFieldDsl.CodeFixes.Tests;

public sealed class FixCoverageTests
{
    /// <summary>The diagnostics without a fix, and why there is none.</summary>
    private static readonly Dictionary<string, string> NotMechanical = new()
    {
        ["MFD0001"] = "follows from other errors",
        ["MFD0002"] = "a mistake of the generator",
        ["MFD0003"] = "a mistake of the generator, or a term that only the author can take out",
        ["MFD0102"] = "what the type arguments stand for is a matter of design",
        ["MFD0103"] = "which method is the formula is the author's to say",
        ["MFD0109"] = "the parameter that is missing has to be invented",
        ["MFD0110"] = "which argument is the prediction is the author's to say",
        ["MFD0112"] = "a parameter can be unused because the formula is unfinished",
        ["MFD0115"] = "the new name is the author's to choose",
        ["MFD0118"] = "which of the two particles is meant is the author's to say",
        ["MFD0201"] = "the construct has to be expressed in another way",
        ["MFD0202"] = "the method has to be written as a helper",
        ["MFD0203"] = "the recursion has to be expressed as a sum or a product",
        ["MFD0205"] = "the new local needs a name, and later uses have to be told apart",
        ["MFD0207"] = "whether the state is a hyper-parameter is a matter of design",
        ["MFD0209"] = "the bound has to come from elsewhere",
        ["MFD0301"] = "which of the two vectors is wrong is the author's to say",
        ["MFD0303"] = "which index was meant is the author's to say",
        ["MFD0401"] = "a piece of information",
        ["MFD0402"] = "which continuous function is meant is the author's to say",
        ["MFD0403"] = "which differentiable function is meant is the author's to say",
        ["MFD0405"] = "the expression has to be written in another way",
        ["MFD0504"] = "says what is proved",
        ["MFD0505"] = "says what the theorems cover",
        ["MFD0404"] = "the derivative has to be written",
        ["MFD0601"] = "which loss is meant is the author's to say",
        ["MFD0603"] = "a piece of information",
        ["MFD0605"] = "a piece of information",
        ["MFD0701"] = "which type was meant is the author's to say",
        ["MFD0702"] = "which of the two degrees is meant is the author's to say",
        ["MFD0704"] = "which regularizer is meant is the author's to say",
        ["MFD0803"] = "whether the domain is too wide or the formula wrong is the author's to say",
        ["MFD0705"] = "the other assembly has to be rebuilt",
        ["MFD0706"] = "which of the two particles is meant is the author's to say",
        ["MFD0707"] = "whether another formula or sampled inputs are wanted is the author's to say",
    };

    [Fact]
    public void Every_diagnostic_has_a_fix_or_a_reason_to_have_none()
    {
        string[] fixable = [.. Providers().SelectMany(static p => p.FixableDiagnosticIds)];
        Assert.Equal(fixable.Distinct(), fixable);
        Assert.Equal(Descriptors.All().Select(static d => d.Id), fixable.Concat(NotMechanical.Keys).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_fix_is_exported_for_csharp() => Assert.All(
        Providers(), static p => Assert.Equal([LanguageNames.CSharp], p.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages));

    [Fact]
    public void Every_fix_but_a_rename_can_be_applied_everywhere() =>
        Assert.All(Providers(), static p => Assert.Equal(p is RenameParameterFix, p.GetFixAllProvider() is null));

    [Fact]
    public void A_page_speaks_of_a_fix_exactly_where_there_is_one()
    {
        HashSet<string> fixable = [.. Providers().SelectMany(static p => p.FixableDiagnosticIds)];
        Assert.All(Descriptors.All(), d =>
        {
            string page = File.ReadAllText(Path.Combine(Root(), "docs", "diagnostics", d.Id + ".md"));
            Assert.Equal(fixable.Contains(d.Id), page.Contains("\nCode fix: ", StringComparison.Ordinal));
        });
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MeanFieldDsl.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository root was not found above the tests.");
    }

    private static IEnumerable<CodeFixProvider> Providers() => typeof(DocumentFix).Assembly.GetTypes()
        .Where(static type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
        .Select(static type => (CodeFixProvider)Activator.CreateInstance(type)!);
}
