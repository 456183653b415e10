namespace Orchestrator.Core.Files;

/// <summary>A settings file cannot be read or written. The message is a sentence with file, line (when there is one) and what to do.</summary>
public sealed class TextFileException : Exception
{
    /// <param name="line">Counted from 1; 0 when no line is meant.</param>
    public TextFileException(string file, int line, string text, Exception? inner = null)
        : base(line > 0 ? $"{file}:{line}: {text}" : $"{file}: {text}", inner)
    {
        File = file;
        Line = line;
        Text = text;
    }

    public string File { get; }

    public int Line { get; }

    /// <summary>The message without file and line.</summary>
    public string Text { get; }
}
