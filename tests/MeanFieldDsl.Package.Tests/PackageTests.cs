using System.IO.Compression;
using System.Xml.Linq;

namespace MeanFieldDsl.Package.Tests;

/// <summary>The package as a stranger gets it: from a feed that holds nothing else, into a cache of its own.</summary>
public sealed class PackageTests : IDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("package-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_project_that_refers_to_the_package_alone_builds_without_a_warning_and_runs()
    {
        string version = Pack();
        Write("NuGet.config", """
            <configuration>
              <packageSources>
                <clear />
                <add key="local" value="feed" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
              </fallbackPackageFolders>
            </configuration>
            """);

        // Settings of the folders above do not reach in.
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <GenerateDocumentationFile>false</GenerateDocumentationFile>
                <RestorePackagesPath>cache</RestorePackagesPath>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="MeanFieldDsl" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", """
            using MeanFieldDsl;
            using MeanFieldDsl.Library;
            using static MeanFieldDsl.Ops;

            FlowResult<Neuron.Particle> result = GradientFlow.Run(
                new Model(new SquaredL2 { Lambda = 0.01 }).On(DataSet.From([-2.0, -1, 0, 1, 2], [-1, -1, 1, 1, 1])),
                new FlowOptions { ParticleCount = 10, MaxIterations = 50 });
            Console.WriteLine($"{Model.Assumptions[0].Status} {result.Particles.Count} {double.IsFinite(result.Objective)} {result.AllocatedBytesPerStep}");

            [Feature, Homogeneous(2)]
            public sealed partial class Neuron
            {
                [Formula] public static double Phi([Weight] double a, [Position] double w, [Position] double b, [Input] double x) => a * Relu((w * x) + b);
            }

            // The loss and the regularizer come from the package: a formula of another assembly.
            [MeanFieldModel<Neuron, LogisticLoss, SquaredL2>]
            public sealed partial class Model;
            """);
        _ = DotNet.Run(_folder.FullName, "build", "Consumer.csproj", "-c", "Release", "-o", "out", "-nodeReuse:false");
        Assert.Equal("Proved 10 True 0", DotNet.Run(_folder.FullName, Path.Combine("out", "Consumer.dll")).Trim());
    }

    [Fact]
    public void The_package_holds_the_generator_and_needs_no_other()
    {
        string version = Pack();
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(_folder.FullName, "feed", $"MeanFieldDsl.{version}.nupkg"));
        string[] files = [.. package.Entries.Select(e => e.FullName)];
        string[] expected =
        [
            "analyzers/dotnet/cs/MeanFieldDsl.CodeFixes.dll",
            "analyzers/dotnet/cs/MeanFieldDsl.Generators.dll",
            "lib/net10.0/MeanFieldDsl.dll",
            "lib/net10.0/MeanFieldDsl.xml",
            "README.md",
        ];
        Assert.All(expected, path => Assert.Contains(path, files));
        Assert.Equal(3, files.Count(path => path.EndsWith(".dll", StringComparison.Ordinal)));
        using Stream stream = package.GetEntry("MeanFieldDsl.nuspec")!.Open();
        XDocument nuspec = XDocument.Load(stream);
        Assert.DoesNotContain(nuspec.Descendants(), e => e.Name.LocalName == "dependency");
        Assert.Equal("MIT", nuspec.Descendants().Single(e => e.Name.LocalName == "license").Value);
    }

    private string Pack()
    {
        // Built already: this project refers to it.
        string feed = Path.Combine(_folder.FullName, "feed");
        string project = Path.Combine(Repository.Root, "src", "MeanFieldDsl", "MeanFieldDsl.csproj");
        _ = DotNet.Run(Repository.Root, "pack", project, "--no-build", "-c", Configuration, "-o", feed, "-nodeReuse:false");
        string package = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "MeanFieldDsl.*.nupkg").Single());
        return package["MeanFieldDsl.".Length..];
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
