using System.Diagnostics;
using MeanFieldDsl.Generators;

namespace MeanFieldDsl.Benchmarks.Compiler;

/// <summary>A project of its own in a temporary folder, built by the command line with and without the generator.</summary>
internal sealed class BuildProject : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models").FullName;

    public BuildProject(IEnumerable<string> files)
    {
        File.WriteAllText(Path.Combine(_folder, "Models.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(Ops).Assembly.Location}" />
                <Analyzer Include="{typeof(MeanFieldGenerator).Assembly.Location}" Condition="'$(WithGenerator)' == 'true'" />
              </ItemGroup>
            </Project>
            """);
        int index = 0;
        foreach (string text in files)
        {
            File.WriteAllText(Path.Combine(_folder, $"File{index++}.cs"), text);
        }

        Run("restore");
        Run("build-server", "shutdown", "--vbcscompiler");
    }

    public void Build(bool withGenerator) =>
        Run("build", "--no-restore", "--no-incremental", "-p:UseSharedCompilation=true", "-p:WithGenerator=" + (withGenerator ? "true" : "false"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(output);
        }
    }
}
