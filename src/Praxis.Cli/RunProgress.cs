using System.Diagnostics;
using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>How far a run is, on standard error: a bar that redraws itself on a terminal, plain lines elsewhere.</summary>
internal sealed class RunProgress : IProgress<StudyProgress>, IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    private readonly string _name;
    private readonly bool _redraw;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private TimeSpan _next = TimeSpan.Zero;
    private bool _drawn;

    private RunProgress(string name, bool redraw) => (_name, _redraw) = (name, redraw);

    /// <summary>Begins to show a run.</summary>
    public static RunProgress Start(string name) => new(name, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    /// <inheritdoc/>
    public void Report(StudyProgress value)
    {
        lock (_lock)
        {
            if (_clock.Elapsed < _next) return;
            _next = _clock.Elapsed + (_redraw ? TimeSpan.FromSeconds(0.1) : LineEvery);
            var measures = string.Concat(value.Measures.Select(measure => $"  {measure.Name} {Numbers.Short(measure.Value)}"));
            if (!_redraw)
            {
                Console.Error.WriteLine($"{_name}: {value.Fraction:0 %}  {value.Stage}{measures}");
                return;
            }
            var full = (int)Math.Round(value.Fraction * BarWidth);
            var line = $"{_name} {new string('━', full)}{new string('╌', BarWidth - full)} {value.Fraction,5:0 %} {_clock.Elapsed:m\\:ss}  {value.Stage}{measures}";
            var width = Math.Max(20, Console.WindowWidth - 1);
            Console.Error.Write($"\r{(line.Length > width ? line[..width] : line)}\u001b[K");
            _drawn = true;
        }
    }

    /// <summary>Takes the bar away.</summary>
    public void Dispose()
    {
        if (_drawn) Console.Error.Write("\r\u001b[K");
    }
}
