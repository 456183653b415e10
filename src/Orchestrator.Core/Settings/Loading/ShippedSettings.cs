namespace Orchestrator.Core.Settings.Loading;

/// <summary>The settings files as they are shipped, with their comments; built into this library.</summary>
public static class ShippedSettings
{
    /// <param name="file">One of <see cref="SettingsSchema.Files"/>.</param>
    public static string Text(string file)
    {
        using var stream = typeof(ShippedSettings).Assembly.GetManifestResourceStream("settings/" + file)
            ?? throw new ArgumentException($"{file} is not shipped.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
